"""What may stand in a template, and how it stays a value on its way through a partial's text."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from jinja2 import StrictUndefined, UndefinedError

from pipeline.render.jinja import PartialEnvironment, _check
from pipeline.render.line_markers import LineMarkers
from pipeline.render.placeholders import (
    fill,
    fill_hashes,
    has_hashes,
    hash_placeholder,
    is_own,
    unmark,
    value_placeholder,
    values_in,
)

MACRO = "macro output inside a value; use separate {{ }}"
INSIDE = value_placeholder(3)


@pytest.mark.parametrize(
    "value",
    [
        *("a", "", 1, 1.5, True, [], {}, {"a": [1, {"b": "c"}]}, ("a", 1), [[["a"]]]),
        hash_placeholder("A.Properties"),
    ],
    ids=repr,
)
def test_a_value_that_can_stand_in_a_template(value: Any) -> None:
    _check(value)


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (None, "a value of type null cannot stand in a template"),
        (dt.date(2026, 1, 1), "a value of type date cannot stand in a template"),
        ([1, None], "a value of type null cannot stand in a template"),
        ({"a": [{"b": {1}}]}, "a value of type set cannot stand in a template"),
        ((None,), "a value of type null cannot stand in a template"),
        ({1: "a"}, "1 as a key of a map: a key is a string"),
        ({"a": {None: 1}}, "None as a key of a map: a key is a string"),
        (f"a{INSIDE}", MACRO),
        ([f"{INSIDE}"], MACRO),
        ({INSIDE: "a"}, MACRO),
        ({"a": "\ue006b\ue007"}, MACRO),
    ],
)
def test_a_value_that_cannot(value: Any, message: str) -> None:
    with pytest.raises(TypeError) as raised:
        _check(value)
    assert str(raised.value) == message


@pytest.mark.parametrize("inside", [False, True])
def test_an_undefined_value_says_its_name(*, inside: bool) -> None:
    value = StrictUndefined(name="size")
    with pytest.raises(UndefinedError, match="'size' is undefined"):
        _check([value] if inside else value)


def test_items_are_looked_up_and_nothing_else(tmp_path: Path) -> None:
    environment = PartialEnvironment(tmp_path, None)
    data = {"items": 1, 0: "zero"}
    assert environment.getattr(data, "items") == 1
    assert environment.getitem(["a"], 0) == "a"
    for found in (
        environment.getattr(data, "keys"),
        environment.getitem([], 0),
        environment.getitem(data, "real"),
        environment.getitem(5, "real"),
    ):
        assert isinstance(found, StrictUndefined)
    assert {"safe", "format"}.isdisjoint(environment.filters)
    assert {"shell", "indent"} <= environment.filters.keys()


def test_hashes_are_filled_in_at_the_end() -> None:
    text = f"a {hash_placeholder('A.B')}{hash_placeholder('C')}"
    assert (has_hashes(text), has_hashes("a"), has_hashes(INSIDE)) == (True, False, False)
    assert fill_hashes(text, str.lower) == "a a.bc"
    assert fill_hashes("a", lambda _: pytest.fail("asked for a hash")) == "a"


VALUES = ["a", 5, True, "${A}", "$", "{B}", 1.5]


@pytest.mark.parametrize(
    ("text", "found", "filled", "in_sub"),
    [
        ("plain ${A}", [], "plain ${A}", "plain ${A}"),
        ("", [], "", ""),
        (f"x{value_placeholder(0)}y", ["a"], "xay", "xay"),
        (f"{value_placeholder(1)}{value_placeholder(2)}", [5, True], "5true", "5true"),
        (f"{value_placeholder(3)} ${{B}}", ["${A}"], "${A} ${B}", "${!A} ${B}"),
        (f"{value_placeholder(4)}{{B}}", ["$"], "${B}", "${!B}"),
        (f"${value_placeholder(5)}", ["{B}"], "${B}", "${!B}"),
        (f"{value_placeholder(4)}{value_placeholder(5)}", ["$", "{B}"], "${B}", "${!B}"),
        (f"{value_placeholder(6)}", [1.5], "1.5", "1.5"),
    ],
)
def test_values_in_a_text(text: str, found: list[Any], filled: str, in_sub: str) -> None:
    assert values_in(text, VALUES) == found
    assert fill(text, VALUES, in_sub=False) == filled
    assert fill(text, VALUES, in_sub=True) == in_sub


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("\ue006a: \ue007", True),
        (f"\ue006a: \ue007{INSIDE}\n", True),
        (f"\ue006a: \ue007{INSIDE}b", False),
        ("a", False),
        ("", True),
    ],
)
def test_what_is_a_partials_own(text: str, *, expected: bool) -> None:
    assert is_own(text) is expected


def test_the_end_of_a_partial_has_a_line_feed() -> None:
    """The mark of a line is at its end."""
    preprocess = LineMarkers.preprocess
    markers = LineMarkers.__new__(LineMarkers)
    assert preprocess(markers, "a", None) == preprocess(markers, "a\n", None) == "a\n"
    assert preprocess(markers, "", None) == "\n"


@pytest.mark.parametrize(
    ("text", "lines", "locations"),
    [
        ("a\ue002x:1\ue003\nb\ue002x:2\ue003\n", ["a", "b", ""], ["x:1", "x:2", "x:2"]),
        # of several sources the last, of none that of the line before, of none at all the first
        ("a\ue002x:1\ue003b\ue002y:7\ue003c\nd", ["abc", "d"], ["y:7", "y:7"]),
        ("a\nb\ue002x:4\ue003", ["a", "b"], ["own:1", "x:4"]),
        ("\ue006a\ue007", ["a"], ["own:1"]),
    ],
)
def test_marks_of_lines(text: str, lines: list[str], locations: list[str]) -> None:
    found, places = unmark("partials", "own", text)
    assert found.split("\n") == lines
    assert [str(each) for each in places] == [f"partials/{each}" for each in locations]
