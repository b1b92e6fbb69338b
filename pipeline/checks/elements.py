"""Finding elements of a resource by a path that names entries of lists, through `Fn::If` too."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from pipeline.paths import KeyPath

MISSING = object()
_NO_VALUE = {"Ref": "AWS::NoValue"}


def locate_elements(value: Any, parts: list[str], path: KeyPath) -> Iterator[tuple[KeyPath, Any]]:
    """Yield the path and the value of each element that the parts lead to, or MISSING.

    A part is a key, `*` for every entry of a list, or `Name=value` for the entry of that name.
    """
    if isinstance(value, dict) and value.keys() == {"Fn::If"} and len(value["Fn::If"]) == 3:
        for number, branch in enumerate(value["Fn::If"][1:], start=1):
            if branch != _NO_VALUE:
                yield from locate_elements(branch, parts, (*path, "Fn::If", number))
        return
    if not parts:
        yield path, value
        return
    part, *rest = parts
    name, is_entry, wanted = part.partition("=")
    if part == "*" and isinstance(value, list) and value:
        for index, entry in enumerate(value):
            yield from locate_elements(entry, rest, (*path, index))
    elif part == "*" and isinstance(value, dict):  # a policy's only statement needs no list
        yield from locate_elements(value, rest, path)
    elif is_entry and (at := _entry(value, name, wanted)) is not None:
        yield from locate_elements(value[at], rest, (*path, at))
    elif is_entry:
        yield (*path, f"{name}={json.dumps(wanted)}"), MISSING
    elif part != "*" and isinstance(value, dict) and part in value:
        yield from locate_elements(value[part], rest, (*path, part))
    else:
        yield (path if part == "*" else (*path, part)), MISSING


def _entry(entries: Any, name: str, wanted: str) -> int | None:
    listed = enumerate(entries) if isinstance(entries, list) else ()
    found = (i for i, each in listed if isinstance(each, dict) and each.get(name) == wanted)
    return next(found, None)


def resolve_parameter(value: Any, data: dict[str, Any]) -> Any:
    """Return the default of a referenced parameter, anything else unchanged."""
    if isinstance(value, dict) and value.keys() == {"Ref"}:
        return data.get("Parameters", {}).get(value["Ref"], {}).get("Default", value)
    return value


def mentions(value: Any, logical_id: str) -> bool:
    """Whether there is a reference to a resource anywhere in a value."""
    if isinstance(value, dict):
        if value.get("Ref") == logical_id:
            return True
        attribute = value.get("Fn::GetAtt")
        if isinstance(attribute, list) and attribute[:1] == [logical_id]:
            return True
        return any(mentions(item, logical_id) for item in value.values())
    return isinstance(value, list) and any(mentions(item, logical_id) for item in value)
