"""Values that know their setting and its line, and texts that are made of them."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.config.extends import Config
from pipeline.diagnostic import Location
from pipeline.render.placeholders import unmark
from pipeline.render.provenance import Origin, derived, locate, origin_of, unlocate

NAME, BASE = "config/prod.yml", "config/base.yml"
OWN, SHARED = Location(NAME, 3, 5), Location(BASE, 7, 9)


def _config() -> Config:
    config = Config(NAME)
    config.data = {"a": "x", "b": ["x"]}
    config.locations = {("a",): OWN, ("b", 0): SHARED}
    return config


@pytest.mark.parametrize("value", ["x", 5, 1.5, True, False])
def test_a_value_is_what_it_was_and_knows_its_origin(value: Any) -> None:
    found = locate(_config(), {"a": value, "b": [value], "c": value, "d": None})
    assert found == {"a": value, "b": [value], "c": value, "d": None}
    assert str(found["a"]) == (str(value).lower() if isinstance(value, bool) else str(value))
    assert origin_of(found["a"]) == Origin(("a",), OWN, "environment")
    assert origin_of(found["b"][0]) == Origin(("b", 0), SHARED, "base")
    assert origin_of(found["c"]) == Origin(("c",), Location(NAME, 1, 1), "default")
    assert origin_of(found["d"]) is None
    plain = unlocate((found["a"], {found["c"]: found["b"]}))
    assert plain == [value, {value: [value]}]
    assert [type(plain[0]), origin_of(plain[0])] == [type(value), None]


def test_a_text_that_is_made_from_a_value_has_its_origin() -> None:
    value = locate(_config(), "x", ("a",))
    assert derived(value, "made") == "made"
    assert origin_of(derived(value, "made")) == origin_of(value)
    assert origin_of(derived("plain", "made")) is None


def _mark(file: str, number: int) -> str:
    return f"\ue002{file}:{number}\ue003"


@pytest.mark.parametrize(
    ("text", "plain", "lines"),
    [
        ("a", "a", ["own.yml.j2:1"]),
        ("a\nb", "a\nb", ["own.yml.j2:1", "own.yml.j2:1"]),
        (f"a{_mark('own.yml.j2', 4)}\nb", "a\nb", ["own.yml.j2:4", "own.yml.j2:4"]),
        (f"a\nb{_mark('own.yml.j2', 4)}", "a\nb", ["own.yml.j2:1", "own.yml.j2:4"]),
        (f"a{_mark('own.yml.j2', 4)}b{_mark('_m.yml.j2', 2)}c", "abc", ["_m.yml.j2:2"]),
        ("\ue006a\ue007", "a", ["own.yml.j2:1"]),
    ],
)
def test_the_lines_of_a_rendered_partial(text: str, plain: str, lines: list[str]) -> None:
    found, locations = unmark("partials", "own.yml.j2", text)
    assert found == plain
    assert list(map(str, locations)) == [f"partials/{each}" for each in lines]
