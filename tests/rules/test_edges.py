"""Each rule reports what is beyond its limits and conditions, and takes what is just within."""

from __future__ import annotations

from typing import Any

import pytest
from cfnlint.rules import Rules

from .edges import Edge, edges
from .found import indexed
from .planted import Pair

EDGES = edges()


def _found(pair: Pair, rules: Rules, data: dict[str, Any]) -> list[str]:
    """Return the ids that the row's rule reports where the row says, in the words that it says."""
    number = pair.body["rule"][1:]
    rule = rules.get(f"E{number}") or rules[pair.body["rule"]]
    matches = [match for match in rule.match(indexed(data)) if pair.is_at(list(match.path))]
    assert [each.message for each in matches if pair.body.get("says", "") not in each.message] == []
    return [(getattr(match, "rule", None) or rule).id for match in matches]


@pytest.mark.parametrize("edge", EDGES, ids=lambda edge: edge.name)
def test_an_edge_is_where_the_row_says(edge: Edge, rules: Rules) -> None:
    for pair, data in edge.templates("found"):
        assert _found(pair, rules, data) == [edge.body["rule"]], pair.body["wrong"]
    for pair, data in edge.templates("silent"):
        assert _found(pair, rules, data) == [], pair.body["wrong"]
