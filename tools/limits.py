"""What a setting's rule says about its values, in words: for the settings reference and editors."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from pipeline.config.schema import Schema

_NOUNS = {"object": "map", "array": "list"}


def values_in_words(rule: Schema) -> str:
    """Return what a setting takes, such as `integer, 1 to 1000`; empty for a choice of values."""
    return "" if "enum" in rule else ", ".join(_limits(rule))


def default_in_words(rule: Schema) -> str:
    """Return a setting's default as text, or that it is not set by default."""
    return plain(rule["default"]) if "default" in rule else "not set"


def plain(value: Any) -> str:
    """Return a value as it is written in a config: JSON, but a string without quotes."""
    return value if isinstance(value, str) and value else json.dumps(value, ensure_ascii=False)


def _limits(rule: Schema) -> Iterator[str]:
    kind = rule["type"]
    yield str(rule.get("title") or _NOUNS.get(kind, kind))
    if "maximum" in rule:
        yield f"{rule['minimum']:,} to {rule['maximum']:,}"
    if "maxItems" in rule:
        yield _entries(rule.get("minItems", 0), rule["maxItems"])
    if "maxProperties" in rule:
        yield _entries(0, rule["maxProperties"])
    if "maxLength" in rule:
        yield f"up to {rule['maxLength']:,} characters"


def _entries(low: int, high: int) -> str:
    return f"{low} to {high} entries" if low else f"up to {high} entries"
