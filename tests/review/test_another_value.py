"""Other values that a setting may have, and settings with another value in them."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.paths import KeyPath
from pipeline.review.explain.another_value import _others, _replaced


@pytest.mark.parametrize(
    ("schema", "value", "expected"),
    [
        ({"type": "boolean"}, True, [False]),
        ({"type": "boolean"}, False, [True]),
        ({"type": "integer"}, 5, [6, 4, 1]),
        ({"type": ["integer", "null"]}, None, [1]),
        ({"type": "number", "default": 3}, None, [3, 1]),
        ({"type": "integer"}, 1, [2, 0]),
        ({"type": "string"}, "x", ["x-b"]),
        ({"type": "string"}, "", ["a-b"]),
        ({"type": "string", "examples": ["y"]}, None, ["y", "a-b"]),
        ({"type": "string", "enum": ["x", "y"], "default": "x"}, "x", ["y", "x-b"]),
        ({"type": "array", "examples": [["a"]]}, [], [["a"]]),
        ({}, None, []),
    ],
)
def test_other_values(schema: dict[str, Any], value: Any, expected: list[Any]) -> None:
    assert _others(schema, value) == expected


@pytest.mark.parametrize(
    ("values", "path", "expected"),
    [
        ({"a": 1}, (), "new"),
        ({"a": 1, "b": 2}, ("a",), {"a": "new", "b": 2}),
        ({"a": {"b": 1, "c": 2}}, ("a", "b"), {"a": {"b": "new", "c": 2}}),
        ({}, ("a", "b"), {"a": {"b": "new"}}),
        ({"a": None}, ("a", "b"), {"a": {"b": "new"}}),
        ({"a": [1, {"b": 2}]}, ("a", 1, "b"), {"a": [1, {"b": "new"}]}),
    ],
)
def test_settings_with_another_value(values: Any, path: KeyPath, expected: Any) -> None:
    before = repr(values)
    assert _replaced(values, path, "new") == expected
    assert repr(values) == before
