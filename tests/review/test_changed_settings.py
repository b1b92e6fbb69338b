"""Which settings differ between two configs, one of them as it was, and settings by section."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.config.extends import Config
from pipeline.diagnostic import Location
from pipeline.paths import KeyPath, dotted
from pipeline.review.attribution import _few
from pipeline.review.cause import Cause
from pipeline.review.changed_settings import changed_settings, reverted
from pipeline.review.deciding import in_sections

Data = dict[str, Any]


def config(settings: Data, *lines: tuple[str | int, ...]) -> Config:
    found = Config("config/prod.yml")
    found.settings, found.data = settings, settings
    found.locations = {
        path: Location("config/prod.yml", number) for number, path in enumerate(lines)
    }
    found.keys = dict(found.locations)
    return found


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ({"a": 1}, {"a": 1}, []),
        ({"a": 1, "b": 2}, {"b": 3, "a": 2}, ["b", "a"]),
        ({"a": {"b": 1, "c": 2}}, {"a": {"b": 1, "c": 3}}, ["a.c"]),
        ({"a": [1, 2]}, {"a": [1, 3]}, ["a[1]"]),
        ({"a": [1, 2]}, {"a": [1]}, ["a"]),
        ({"a": [{"b": 1}]}, {"a": [{"b": 2}]}, ["a[0].b"]),
        ({"a": 1}, {"a": {"b": 1}}, ["a"]),
        # A map that comes or goes is what is in it.
        ({}, {"a": {"b": 1, "c": {"d": 2}}}, ["a.b", "a.c.d"]),
        ({"a": {"b": 1}}, {}, ["a.b"]),
        ({}, {"a": {}}, ["a"]),
        ({"a": 1}, {}, ["a"]),
    ],
)
def test_settings_that_changed(before: Data, after: Data, expected: list[str]) -> None:
    assert [dotted(each) for each in changed_settings(config(before), config(after))] == expected


def test_a_config_with_one_setting_as_it_was() -> None:
    before = config({"a": {"b": 1}, "l": [1, 2]}, ("a",), ("a", "b"), ("l",))
    after = config({"a": {"b": 2, "c": 3}, "l": [1, 5], "d": 4}, ("a", "b"), ("a", "c"), ("d",))
    assert reverted(after, before, [("a", "b")]).settings == {
        "a": {"b": 1, "c": 3}, "l": [1, 5], "d": 4,
    }  # fmt: skip
    assert reverted(after, before, [("a", "c"), ("l", 1), ("d",)]).settings == {
        "a": {"b": 2}, "l": [1, 2],
    }  # fmt: skip
    without = config({"l": [1, 2]})
    assert reverted(without, before, [("a", "b")]).settings == {"l": [1, 2], "a": {"b": 1}}
    assert after.settings == {"a": {"b": 2, "c": 3}, "l": [1, 5], "d": 4}


def test_its_lines_are_those_of_before() -> None:
    before = config({"a": {"b": 1}}, ("x",), ("a",), ("a", "b"))
    after = config({"a": {"b": 2}, "c": 3}, ("a", "b"), ("c",), ("x",))
    found = reverted(after, before, [("a", "b")])
    lines = {dotted(path): each.line for path, each in found.locations.items()}
    assert lines == {"a": 1, "a.b": 2, "c": 1, "x": 2}
    assert found.keys == found.locations
    gone = reverted(after, before, [("c",)])
    assert ("c",) not in gone.locations


def test_too_many_settings_are_tried_by_their_maps() -> None:
    tags: list[KeyPath] = [("tags", f"t{number}") for number in range(15)]
    assert _few([("a",), *tags]) == [("a",), *tags]
    assert _few([("a",), ("b", "c"), *tags]) == [("a",), ("b", "c"), ("tags",)]
    flat: list[KeyPath] = [(f"s{number}",) for number in range(17)]
    assert _few(flat) == flat


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ([], []),
        (["tags"], ["tags"]),
        (["fleet.image"], ["fleet.image"]),
        (
            ["fleet.image", "alb.scheme", "fleet.volume.size"],
            ["fleet: image, volume.size", "alb.scheme"],
        ),
    ],
)
def test_settings_by_section(names: list[str], expected: list[str]) -> None:
    assert in_sections(names) == expected


@pytest.mark.parametrize(
    ("cause", "expected"),
    [
        (Cause(Location("c.yml", 3, 5), "fleet.max_size"), "c.yml:3:5 fleet.max_size"),
        (
            Cause(Location("c.yml"), "fleet.max_size", is_default=True),
            "c.yml fleet.max_size (default)",
        ),
        (Cause(Location("b.yml"), "tags.a", is_removed=True), "b.yml tags.a (removed)"),
        (Cause(Location("alb.yml.j2", 7)), "alb.yml.j2:7"),
        (Cause(Location("c.yml")), ""),
    ],
)
def test_a_cause_in_words(cause: Cause, expected: str) -> None:
    assert cause.text == expected
