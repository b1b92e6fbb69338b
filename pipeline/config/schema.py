"""The schema of a config as data: a setting's subschema, all settings, and their defaults."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pipeline.paths import KeyPath

Schema = dict[str, Any]


def subschema(schema: Schema, keys: KeyPath) -> Schema:
    """Return the subschema that rules a setting, empty where the schema does not know it."""
    for key in keys:
        if isinstance(key, int):
            schema = schema.get("items", {})
        else:
            other = schema.get("additionalProperties")
            found = schema.get("properties", {}).get(key, other)
            schema = found if isinstance(found, dict) else {}
    return schema


def settings(schema: Schema, keys: KeyPath = ()) -> Iterator[tuple[KeyPath, Schema]]:
    """Yield every setting that the schema names, sections before what is in them."""
    for key, value in schema.get("properties", {}).items():
        path = (*keys, key)
        yield path, value
        yield from settings(value, path)


def fill_defaults(schema: Schema, data: Any) -> Any:
    """Return the data with the default of every setting that it leaves out, in schema order.

    A setting that is neither required nor has a default is None.
    """
    if isinstance(data, list):
        return [fill_defaults(schema.get("items", {}), item) for item in data]
    if not isinstance(data, dict):
        return data
    properties, other = schema.get("properties", {}), schema.get("additionalProperties")
    filled: dict[str, Any] = {}
    for key, value in properties.items():
        if key in data:
            filled[key] = fill_defaults(value, data[key])
        elif "default" in value or "properties" in value:
            filled[key] = fill_defaults(value, value.get("default", {}))
        elif key not in schema.get("required", []):
            filled[key] = None
    for key in data.keys() - filled.keys():
        filled[key] = fill_defaults(other if isinstance(other, dict) else {}, data[key])
    return {key: filled[key] for key in (*properties, *data) if key in filled}
