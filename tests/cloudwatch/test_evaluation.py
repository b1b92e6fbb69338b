"""The tables of the documentation on missing data."""

from __future__ import annotations

import pytest

from tests.cloudwatch.evaluation import ALARM, INSUFFICIENT_DATA, OK, next_state

RETAINED = "RETAINED"
POINTS = {"0": False, "X": True, "-": None}
TREATMENTS = ("missing", "ignore", "breaching", "notBreaching")
THREE_OF_THREE = {
    "0-X-X": (OK, OK, OK, OK),
    "0----": (OK, OK, OK, OK),
    "-----": (INSUFFICIENT_DATA, RETAINED, ALARM, OK),
    "0XX-X": (ALARM, ALARM, ALARM, ALARM),
    "----X": (INSUFFICIENT_DATA, RETAINED, ALARM, OK),
    "X----": (ALARM, RETAINED, ALARM, OK),
}
TWO_OF_THREE = {
    "0-X-X": (ALARM, ALARM, ALARM, ALARM),
    "00X0X": (ALARM, ALARM, ALARM, ALARM),
    "0-X--": (OK, OK, ALARM, OK),
    "----0": (OK, OK, ALARM, OK),
    "----X": (INSUFFICIENT_DATA, RETAINED, ALARM, OK),
}


@pytest.mark.parametrize(("needed", "table"), [(3, THREE_OF_THREE), (2, TWO_OF_THREE)])
def test_documented_tables(needed: int, table: dict[str, tuple[str, ...]]) -> None:
    for text, states in table.items():
        points = [POINTS[each] for each in text]
        found = tuple(next_state(points, 3, needed, each, RETAINED) for each in TREATMENTS)
        assert found == states, text
