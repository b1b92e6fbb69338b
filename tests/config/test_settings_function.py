"""What a function declares to read decides whether it is called."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.config.settings_function import InvalidPaths, reads


@reads("fleet.size", "tags")
def _sum(settings: Any) -> int:
    return int(settings["fleet"]["size"]) + len(settings["tags"])


SETTINGS = {"fleet": {"size": 5, "other": 1}, "tags": {"a": "b"}}


def test_a_declaration() -> None:
    declared = reads("fleet.size", "tags")(_sum.function)
    assert declared.reads == (("fleet", "size"), ("tags",))
    assert declared(SETTINGS) == 6


@pytest.mark.parametrize(
    ("invalid", "applies"),
    [
        (set(), True),
        ({("fleet", "other")}, True),
        ({("fleet", "size")}, False),
        ({("fleet",)}, False),
        ({("tags", "a")}, False),
        ({("tags", "a", 0)}, False),
        ({()}, False),
    ],
)
def test_what_is_invalid_is_not_read(invalid: set[tuple[str, ...]], applies: bool) -> None:
    assert _sum.applies(SETTINGS, InvalidPaths(frozenset(invalid))) is applies


def test_a_setting_that_a_schema_lacks_is_not_read() -> None:
    assert _sum.applies(SETTINGS)
    assert not _sum.applies({"fleet": {"size": 5}})
    assert not _sum.applies({"fleet": {}, "tags": {}})
