"""Whether a config surely keeps the schema, found without jsonschema.

jsonschema decides, and says what is wrong, but its import takes a quarter of a run. So a config is
held to the keywords that the schema uses here first. What may break one of them, and what is under
a keyword that is not known here, is left to jsonschema: the answer errs on one side only.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from typing import Any

from pipeline.config.schema import Schema

# What is said of a setting, and allows or refuses no value.
ANNOTATIONS = frozenset(
    {"title", "description", "default", "examples", "markdownEnumDescriptions", "renamed"}
)
_TYPES: dict[str, tuple[type, ...]] = {
    "array": (list,),
    "boolean": (bool,),
    "integer": (int,),
    "null": (type(None),),
    "number": (int, float),
    "object": (dict,),
    "string": (str,),
}
SLIPS = (LookupError, TypeError, ValueError, AttributeError, re.error)  # in the schema


def is_surely_valid(schema: Schema, value: Any) -> bool:
    """Whether a value keeps a schema; if not, jsonschema has to look at it."""
    try:
        return _keeps(schema, value)
    except SLIPS:
        return False


def matches(pattern: str, value: str) -> bool:
    """Whether a text matches a pattern of the schema."""
    # Python's `$` matches before a trailing newline, a JSON Schema's does not.
    return re.fullmatch(pattern, value, re.ASCII) is not None


def are_unique(entries: list[Any]) -> bool:
    """Whether no two entries are equal; jsonschema compares every entry with every other."""
    return len({json.dumps(entry, sort_keys=True) for entry in entries}) == len(entries)


def _keeps(schema: Schema, value: Any) -> bool:
    for keyword, limit in schema.items():
        if keyword in ANNOTATIONS:
            continue
        if keyword not in KEYWORDS:
            return False
        types, keeps = KEYWORDS[keyword]
        if isinstance(value, types) and not keeps(limit, value, schema):
            return False
    return True


def _has_type(names: str | list[str], value: object, _: Schema) -> bool:
    listed = [names] if isinstance(names, str) else names
    return any(type(value) in _TYPES[name] for name in listed)


def _is_listed(values: list[object], value: object, _: Schema) -> bool:
    # 1, 1.0 and true are equal for Python, also inside of a list.
    listed = any(type(each) is type(value) and each == value for each in values)
    return listed and not isinstance(value, (list, dict))


def _each(rule: Schema, values: Iterable[object], _: Schema) -> bool:
    return all(_keeps(rule, each) for each in values)


def _properties(rules: dict[str, Schema], value: dict[str, Any], _: Schema) -> bool:
    return all(_keeps(rules[key], value[key]) for key in value.keys() & rules.keys())


def _other_properties(rule: Schema | bool, value: dict[str, Any], schema: Schema) -> bool:
    others = value.keys() - schema.get("properties", {}).keys()
    if isinstance(rule, bool):
        return rule or not others
    return all(_keeps(rule, value[key]) for key in others)


# The types of values that a keyword holds to its limit, and whether a value of them keeps it.
KEYWORDS: dict[str, tuple[tuple[type, ...], Callable[[Any, Any, Schema], bool]]] = {
    "type": ((object,), _has_type),
    "enum": ((object,), _is_listed),
    "minimum": ((int, float), lambda limit, value, _: value >= limit),
    "maximum": ((int, float), lambda limit, value, _: value <= limit),
    "minLength": ((str,), lambda limit, value, _: len(value) >= limit),
    "maxLength": ((str,), lambda limit, value, _: len(value) <= limit),
    "pattern": ((str,), lambda pattern, value, _: matches(pattern, value)),
    "minItems": ((list,), lambda limit, value, _: len(value) >= limit),
    "maxItems": ((list,), lambda limit, value, _: len(value) <= limit),
    "uniqueItems": ((list,), lambda wanted, value, _: not wanted or are_unique(value)),
    "items": ((list,), _each),
    "required": ((dict,), lambda names, value, _: all(name in value for name in names)),
    "maxProperties": ((dict,), lambda limit, value, _: len(value) <= limit),
    "propertyNames": ((dict,), _each),
    "properties": ((dict,), _properties),
    "additionalProperties": ((dict,), _other_properties),
}
