"""A config is surely valid where jsonschema finds nothing wrong, and nowhere else."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.config.breaches import schema_errors
from pipeline.config.extends import read_config
from pipeline.config.schema import Schema
from pipeline.config.schema_files import load_schema
from pipeline.config.validity import is_surely_valid
from pipeline.diagnostic import InvalidInput
from tests.support import ROOT, SHOP

SCHEMA = load_schema(ROOT / "schema" / "config.schema.json")
_QUICK = settings(
    max_examples=100,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)

NUMBERS = st.sampled_from([-1, 0, 1, 2, 1.0, 0.5, 2.0, float("nan"), float("inf"), 10**30])
SCALARS = st.none() | st.booleans() | NUMBERS | st.sampled_from(["", "a", "ab", "a\n", "1", "é"])
KEYS = st.sampled_from(["a", "b", "c", ""])


def _maps(inside: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.dictionaries(KEYS, inside, max_size=3)


VALUES = st.recursive(SCALARS, lambda inside: st.lists(inside, max_size=3) | _maps(inside))
TYPES = st.sampled_from(["array", "boolean", "integer", "null", "number", "object", "string"])
COUNTS = st.integers(0, 2)


def _schemas(inside: st.SearchStrategy[Schema]) -> st.SearchStrategy[Schema]:
    """Return schemas of all keywords that the schema of a config uses."""
    return st.fixed_dictionaries(
        {},
        optional={
            "type": TYPES | st.lists(TYPES, min_size=1, max_size=3, unique=True),
            "enum": st.lists(SCALARS, max_size=4),
            "minimum": NUMBERS,
            "maximum": NUMBERS,
            "minLength": COUNTS,
            "maxLength": COUNTS,
            "pattern": st.sampled_from(["^a$", "^[a-z]*$", "a|b", "^\\w+$"]),
            "minItems": COUNTS,
            "maxItems": COUNTS,
            "uniqueItems": st.booleans(),
            "items": inside,
            "required": st.lists(KEYS, max_size=2),
            "maxProperties": COUNTS,
            "propertyNames": inside,
            "properties": _maps(inside),
            "additionalProperties": inside | st.booleans(),
            "default": SCALARS,
            "title": st.just("a title"),
        },
    )


SCHEMAS: st.SearchStrategy[Schema] = st.recursive(st.just({}), _schemas, max_leaves=4)
# Limits of any type, and keywords of all kinds.
WORDS = ("format", "const", "anyOf", "not", "patternProperties", "dependencies", "$ref", "if")
ODD = st.dictionaries(
    st.sampled_from([*WORDS, "type", "enum", "minimum", "maxLength", "pattern", "uniqueItems"])
    | st.sampled_from(["items", "required", "maxProperties", "properties", "additionalProperties"]),
    VALUES | st.dictionaries(KEYS, SCHEMAS, max_size=2) | st.lists(SCHEMAS, max_size=2) | SCHEMAS,
    max_size=3,
)


def _finds_nothing(value: Any, schema: Schema) -> bool:
    try:
        return not schema_errors(value, schema)
    except InvalidInput:  # a broken schema
        return False


@_QUICK
@given(SCHEMAS, VALUES)
def test_both_agree(schema: Schema, value: Any) -> None:
    assert is_surely_valid(schema, value) == _finds_nothing(value, schema)


@_QUICK
@given(ODD, VALUES)
def test_an_odd_schema_makes_nothing_valid(schema: Schema, value: Any) -> None:
    assert _finds_nothing(value, schema) or not is_surely_valid(schema, value)


@pytest.mark.parametrize(
    ("schema", "value"),
    [
        ({"type": "integer"}, True),
        ({"type": "integer"}, 1.0),
        ({"type": "number"}, False),
        ({"enum": [1]}, True),
        ({"enum": [0]}, False),
        ({"enum": [[0]]}, [False]),
        ({"pattern": "^a$"}, "a\n"),
        ({"pattern": "a"}, "ab"),
        ({"pattern": "^\\w$"}, "é"),
        ({"pattern": "["}, "a"),
        ({"uniqueItems": True}, [{"a": 1, "b": 2}, {"b": 2, "a": 1}]),
        ({"type": "text"}, "a"),
        ({"format": "date"}, "a"),
        ({"const": 1}, 2),
        ({"items": [{"type": "string"}]}, [1]),
        ({"properties": {"a": False}}, {"a": 1}),
        ({"patternProperties": {"a": {}}, "additionalProperties": False}, {"b": 1}),
    ],
    ids=str,
)
def test_what_is_not_surely_valid(schema: Schema, value: object) -> None:
    assert not is_surely_valid(schema, value)


def _subschemas(schema: Schema) -> Iterator[Schema]:
    yield schema
    parts = [schema.get(key) for key in ("items", "propertyNames", "additionalProperties")]
    for inner in (*schema.get("properties", {}).values(), *parts):
        if isinstance(inner, dict):
            yield from _subschemas(inner)


def _neighbours(schema: Schema) -> Iterator[Any]:
    """Yield values that a setting takes, and such that are next to them."""
    samples = [*schema.get("examples", []), schema.get("default"), *schema.get("enum", [])]
    yield from (None, True, 1, 2.0, "", "a", "1", [], ["a", "a"], {}, {"a": 1}, {"a": "1"})
    for bound in (schema.get(key, 0) for key in ("minimum", "maximum")):
        yield from (bound, bound - 1, bound + 1, bound + 0.5, str(bound))
    for count in (schema.get(key, 1) for key in ("minLength", "maxLength", "maxItems")):
        yield from ("a" * count, "a" * (count + 1), list("a" * min(count + 1, 99)))
    for sample in samples:
        yield from (sample, [sample], [sample, sample], {"a": sample})
        if isinstance(sample, str):
            yield from (sample + "\n", sample.upper(), sample + " ", sample[1:])
        if isinstance(sample, dict):
            yield from ({**sample, "a": 1}, dict(list(sample.items())[1:]))


def test_both_agree_on_every_setting() -> None:
    verdicts = []
    for schema in _subschemas(SCHEMA):
        for value in _neighbours(schema):
            verdicts.append(is_surely_valid(schema, value))
            assert verdicts[-1] == _finds_nothing(value, schema), (schema, value)
    assert min(verdicts.count(True), verdicts.count(False)) > 2000


@pytest.mark.parametrize("name", ["dev", "staging", "prod"])
def test_a_shipped_config_is_surely_valid(name: str) -> None:
    config = read_config(SHOP / "config" / f"{name}.yml", name, SHOP)
    assert is_surely_valid(SCHEMA, config.data)
