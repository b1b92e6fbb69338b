"""Generated configs: a Hypothesis strategy for what the schema's vocabulary allows."""

from __future__ import annotations

import re
from typing import Any

from hypothesis import strategies as st

from pipeline.config.schema import Schema

# What a pattern allows is drawn from it; free text from all that a config may hold.
TEXT = st.text(
    st.characters(exclude_categories=["Cc", "Cs", "Co", "Cn", "Zl", "Zp"], max_codepoint=0x1FFFF)
    | st.sampled_from("\n\t:#-?%@!&*|>'\"{}[],`$ 0123456789eox_.~\\"),
)
_HIDDEN = set("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")


def values(schema: Schema) -> st.SearchStrategy[Any]:
    """Return a strategy for the values that a subschema allows."""
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    match schema["type"]:
        case "boolean":
            return st.booleans()
        case "integer":
            return st.integers(schema["minimum"], schema["maximum"])
        case "number":
            return st.floats(schema["minimum"], schema["maximum"], allow_subnormal=False)
        case "string":
            return _string(schema)
        case "array":
            return st.lists(
                values(schema["items"]),
                min_size=schema.get("minItems", 0),
                max_size=min(schema["maxItems"], 3),
                unique=schema.get("uniqueItems", False),
            )
        case "object":
            return _object(schema)
    raise AssertionError(f"no strategy for the type {schema['type']}")


def _string(schema: Schema) -> st.SearchStrategy[str]:
    low, high = schema.get("minLength", 0), schema["maxLength"]
    drawn: st.SearchStrategy[str] = TEXT
    if "pattern" in schema:
        drawn = st.from_regex(re.compile(schema["pattern"], re.ASCII), fullmatch=True)
    if "examples" in schema:
        drawn |= st.sampled_from(schema["examples"])
    return drawn.filter(
        lambda text: (
            low <= len(text) <= high and not text.endswith("\n") and not _invalid_input(text)
        )
    )


def _invalid_input(text: str) -> bool:
    return "{{resolve:" in text or not _HIDDEN.isdisjoint(text)


def _object(schema: Schema) -> st.SearchStrategy[dict[str, Any]]:
    properties = schema.get("properties", {})
    if properties:
        required = schema.get("required", [])
        return st.fixed_dictionaries(
            {key: values(properties[key]) for key in required},
            optional={
                key: values(value) for key, value in properties.items() if key not in required
            },
        )
    return st.dictionaries(
        values({"type": "string", **schema["propertyNames"]}),
        values(schema["additionalProperties"]),
        max_size=min(schema["maxProperties"], 3),
    )
