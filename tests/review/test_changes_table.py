"""The table of what changes do: which settings stand in it, and which are listed below it."""

from __future__ import annotations

import pytest

from pipeline.review.explain.setting import _brief
from pipeline.review.sheet.changes_table import (
    ChangeRow,
    change_cells,
    in_several_rows,
    long_rows,
)


def row(*settings: str) -> ChangeRow:
    return ChangeRow("Group: Size", [*settings], "replaced", "a new group")


@pytest.mark.parametrize(("length", "is_long"), [(150, False), (151, True)])
def test_many_settings_are_listed_below(length: int, *, is_long: bool) -> None:
    name = "x" * length
    words = "1 settings, listed below" if is_long else name
    assert change_cells(row(name)) == ("Group: Size", words, "replaced", "a new group")
    assert long_rows([row("a"), row(name)]) == ([("Group: Size", [name])] if is_long else [])


def test_settings_of_several_rows_are_named_once() -> None:
    rows = [row("fleet.a", "fleet.b"), row("fleet.b", "tags"), row("fleet.b", "fleet.a")]
    assert in_several_rows(rows) == ["fleet.a", "fleet.b"]
    assert in_several_rows([]) == []


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("x" * 58, f'"{"x" * 58}"'),  # 60 characters with the quotes
        ("x" * 59, f'"{"x" * 56}...'),
        ({"Ref": "A"}, "!Ref A"),
    ],
)
def test_a_long_value_is_cut(value: object, expected: str) -> None:
    assert _brief(value) == expected
