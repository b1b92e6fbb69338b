"""The JSON schema of a config: the one truth about settings, their bounds and their defaults."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pipeline.diagnostic import Diagnostic, InvalidInput, Location
from pipeline.paths import KeyPath

Schema = dict[str, Any]
SCHEMA_NAME = "schema/config.schema.json"


def load_schema(path: Path, name: str = SCHEMA_NAME) -> Schema:
    """Return the schema as data; raises InvalidInput if the file is missing or is not JSON."""
    try:
        schema = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        diagnostic = Diagnostic(Location(name), f"cannot be read: {error.strerror}")
        raise InvalidInput([diagnostic]) from None
    except ValueError as error:
        line, column = getattr(error, "lineno", 1), getattr(error, "colno", 1)
        message = getattr(error, "msg", error)
        raise InvalidInput(
            [Diagnostic(Location(name, line, column), f"not JSON: {message}")]
        ) from None
    if not isinstance(schema, dict):
        raise InvalidInput(
            [Diagnostic(Location(name, 1, 1), "not a JSON schema: expected an object")]
        )
    return schema


def expand(schema: Schema, root: Schema) -> Schema:
    """Return a subschema with its `$ref` filled in; what stands beside the `$ref` wins."""
    while "$ref" in schema:
        target: Any = root
        for part in schema["$ref"].removeprefix("#/").split("/"):
            target = target[part]
        beside = {key: value for key, value in schema.items() if key != "$ref"}
        schema = {**target, **beside}
    return schema


def subschema(root: Schema, keys: KeyPath) -> Schema:
    """Return the subschema that rules a setting, empty where the schema does not know it."""
    schema = root
    for key in keys:
        schema = expand(schema, root)
        if isinstance(key, int):
            schema = schema.get("items", {})
        else:
            other = schema.get("additionalProperties")
            found = schema.get("properties", {}).get(key, other)
            schema = found if isinstance(found, dict) else {}
    return expand(schema, root)


def settings(
    root: Schema, schema: Schema | None = None, keys: KeyPath = ()
) -> Iterator[tuple[KeyPath, Schema]]:
    """Yield every setting that the schema names, sections before what is in them."""
    schema = expand(root if schema is None else schema, root)
    for key, value in schema.get("properties", {}).items():
        path = (*keys, key)
        yield path, expand(value, root)
        yield from settings(root, value, path)


def fill_defaults(root: Schema, data: Any, schema: Schema | None = None) -> Any:
    """Return the data with the default of every setting that it leaves out, in schema order."""
    schema = expand(root if schema is None else schema, root)
    if isinstance(data, list):
        return [fill_defaults(root, item, schema.get("items", {})) for item in data]
    if not isinstance(data, dict):
        return data
    filled: dict[str, Any] = {}
    for key, value in schema.get("properties", {}).items():
        expanded = expand(value, root)
        if key in data:
            filled[key] = fill_defaults(root, data[key], value)
        elif "default" in expanded:
            filled[key] = fill_defaults(root, expanded["default"], value)
        elif "properties" in expanded:
            filled[key] = fill_defaults(root, {}, value)
    other = schema.get("additionalProperties")
    for key in data.keys() - filled.keys():
        filled[key] = fill_defaults(root, data[key], other if isinstance(other, dict) else {})
    return {key: filled[key] for key in (*schema.get("properties", {}), *data) if key in filled}
