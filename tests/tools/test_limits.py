"""A setting's values and default in words."""

from __future__ import annotations

import pytest

from pipeline.config.schema import Schema
from tools.limits import default_in_words, values_in_words

VALUES: dict[str, Schema] = {
    "integer, 1 to 1,000": {"type": "integer", "minimum": 1, "maximum": 1000},
    "number, 0.01 to 300": {"type": "number", "minimum": 0.01, "maximum": 300},
    "boolean": {"type": "boolean"},
    "a stack name, up to 128 characters": {
        "title": "a stack name",
        "type": "string",
        "minLength": 1,
        "maxLength": 128,
    },
    "list, 1 to 40 entries": {"type": "array", "minItems": 1, "maxItems": 40},
    "list, up to 5 entries": {"type": "array", "maxItems": 5},
    "map, up to 50 entries": {"type": "object", "maxProperties": 50},
    "": {"type": "string", "enum": ["one", "two"]},
}
DEFAULTS: dict[str, Schema] = {
    "2": {"default": 2},
    "true": {"default": True},
    "rolling": {"default": "rolling"},
    '""': {"default": ""},
    '["::/0"]': {"default": ["::/0"]},
    "not set": {},
}


@pytest.mark.parametrize("words", VALUES)
def test_values(words: str) -> None:
    assert values_in_words(VALUES[words]) == words


@pytest.mark.parametrize("words", DEFAULTS)
def test_default(words: str) -> None:
    assert default_in_words(DEFAULTS[words]) == words
