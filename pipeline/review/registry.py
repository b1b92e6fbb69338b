"""The CloudFormation registry's schemas, as cfn-lint carries them.

They are read as files: importing cfn-lint costs more than a whole render.
https://docs.aws.amazon.com/cloudformation-cli/latest/userguide/resource-type-schema.html
"""

from __future__ import annotations

import functools
import importlib.util
import json
from pathlib import Path
from typing import Any

_FALLBACK = "us-east-1"  # has every type
Schema = dict[str, Any]
Pattern = tuple[str, ...]


def resource_schema(type_: str, region: str = _FALLBACK) -> Schema:
    """Return the schema of a resource type, empty where the registry does not have it."""
    name = _name(type_, region) or _name(type_, _FALLBACK)
    return read_data(f"schemas/resources/{name}.json") if name else {}


def property_patterns(schema: Schema, keyword: str) -> list[Pattern]:
    """Return the property paths that a keyword such as `createOnlyProperties` lists."""
    return [tuple(path.split("/")[2:]) for path in schema.get(keyword, [])]


def permissions(schema: Schema, handler: str) -> list[str]:
    """Return the IAM actions that a handler (create, read, update, delete, list) calls."""
    found: list[str] = schema.get("handlers", {}).get(handler, {}).get("permissions", [])
    return found


def is_unordered(schema: Schema, path: tuple[str | int, ...]) -> bool:
    """Whether the order of the list at this path below `Properties` says nothing."""
    node: Any = schema
    for key in path:
        node = _resolved(schema, node)
        node = node.get("items") if isinstance(key, int) else node.get("properties", {}).get(key)
    return _resolved(schema, node).get("insertionOrder") is False


def _resolved(root: Schema, node: Any) -> Schema:
    while isinstance(node, dict) and "$ref" in node:
        name = node["$ref"].rpartition("/")[2]
        node = root.get("definitions", {}).get(name, {})
    return node if isinstance(node, dict) else {}


def _name(type_: str, region: str) -> str:
    """Return the name of a type's schema in a region, empty where the region does not have it.

    One line of the file is looked at, since parsing it costs as much as many small schemas.
    """
    types = _types(region)
    start = types.find(f'"{type_}":')
    return types[start : types.find("\n", start)].split('"')[3] if start >= 0 else ""


@functools.cache
def _types(region: str) -> str:
    try:
        return (_folder() / f"schemas/providers/{region}.json").read_text("utf-8")
    except FileNotFoundError:
        return ""


@functools.cache
def read_data(name: str) -> Schema:
    """Return a JSON file of cfn-lint's data, empty where it has none of this name."""
    try:
        with (_folder() / name).open(encoding="utf-8") as file:
            schema: Schema = json.load(file)
    except FileNotFoundError:
        return {}
    return schema


@functools.cache
def _folder() -> Path:
    found = importlib.util.find_spec("cfnlint")  # finds the package without running it
    if found is None or found.origin is None:
        raise ModuleNotFoundError("No module named 'cfnlint'", name="cfnlint")
    return Path(found.origin).parent / "data"
