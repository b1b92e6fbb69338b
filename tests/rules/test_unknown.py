"""A value that is not known is not judged: in a sound template any may be imported."""

from __future__ import annotations

from typing import Any

import pytest
from cfnlint.rules import Rules

from .found import indexed
from .fuzz import places
from .planted import Pair, pairs

UNKNOWN = {"Fn::ImportValue": "another-stack"}
# A load balancer of this stack is not what another stack exports: that listener is of another.
CERTAIN = {"ER9536", "IR9547"}
Place = tuple[Any, ...]


def _own(pair: Pair, data: dict[str, Any]) -> list[Place]:
    """Return the places of the properties that the rule is about."""
    name = pair.body["at"].strip("/")
    properties = data["Resources"].get(name, {}).get("Properties", {})
    return [("Resources", name, "Properties", key) for key in properties]


def _all(data: dict[str, Any]) -> list[Place]:
    """Return the places of all in the resources that CloudFormation takes a function for."""
    kept = {"Type", "Condition", "DependsOn"}
    found = [("Resources", *place) for place in places(data["Resources"])]
    inner = [place for place in found if len(place) > 2 and place[2] not in kept]
    return [place for place in inner if place[2:] != ("Properties",)]


def _found(pair: Pair, rules: Rules, places: list[Place], data: dict[str, Any]) -> list[str]:
    """Return what the pair's rule says with the value at one of the places unknown."""
    number = pair.body["rule"][1:]
    rule = rules.get(f"E{number}") or rules[pair.body["rule"]]
    found = []
    for *path, last in places:
        parent: Any = data
        for key in path:
            parent = parent[key]
        before, parent[last] = parent[last], UNKNOWN
        said = [match.message for match in rule.match(indexed(data))]
        found += [f"{path} {last}: {text}" for text in said if ", unless " not in text]
        parent[last] = before
    return found


PAIRS = [pair for pair in pairs() if pair.body["rule"] not in CERTAIN]


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair.name)
def test_an_unknown_property_in_a_sound_template_is_not_judged(pair: Pair, rules: Rules) -> None:
    data = pair.template("right")
    assert _found(pair, rules, _own(pair, data), data) == []


@pytest.mark.once
@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair.name)
def test_nothing_unknown_in_a_sound_template_is_judged(pair: Pair, rules: Rules) -> None:
    data = pair.template("right")
    assert _found(pair, rules, _all(data), data) == []
