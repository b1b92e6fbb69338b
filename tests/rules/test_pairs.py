"""Each planted mistake is found by the rule that is named for it; test_found.py has its twin."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from .planted import Pair, pairs

Found = list[tuple[str, list["str | int"], str]]
PAIRS = pairs()


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair.name)
def test_the_mistake_is_found(pair: Pair, run_on_data: Callable[[dict[str, Any]], Found]) -> None:
    found = run_on_data(pair.template("wrong"))
    assert pair.body["rule"] in [rule for rule, path, _ in found if pair.is_at(path)], found


def test_there_are_enough() -> None:
    assert len(PAIRS) >= 120
