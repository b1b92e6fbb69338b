"""Each planted mistake is found by the rule that is named for it, which is silent at its twin."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from .planted import Pair, pairs

Found = list[tuple[str, list["str | int"], str]]
PAIRS = pairs()


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair.name)
def test_the_mistake_is_found_and_its_twin_is_not(
    pair: Pair, run_on_data: Callable[[dict[str, Any]], Found]
) -> None:
    rule = pair.body["rule"]
    wrong = run_on_data(pair.template("wrong"))
    assert rule in [name for name, path, _ in wrong if pair.is_at(path)], wrong
    right = run_on_data(pair.template("right"))
    assert rule[1:] not in [name[1:] for name, _, _ in right], right


def test_there_are_enough() -> None:
    assert len(PAIRS) >= 120
