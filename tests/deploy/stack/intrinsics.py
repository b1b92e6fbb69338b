"""Intrinsic functions in a template's data: finding and replacing them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

_IN_SUB = re.compile(r"\$\{([^!}][^}]*)\}")


def functions(value: Any, name: str) -> Iterator[Any]:
    """Yield the argument of each use of an intrinsic function, such as `Fn::ImportValue`."""
    if isinstance(value, dict):
        if list(value) == [name]:
            yield value[name]
        for item in value.values():
            yield from functions(item, name)
    elif isinstance(value, list):
        for item in value:
            yield from functions(item, name)


def references(value: Any) -> set[str]:
    """Return the names of parameters and resources that data refers to."""
    found = {str(name) for name in functions(value, "Ref")}
    found |= {str(target[0]) for target in functions(value, "Fn::GetAtt")}
    for argument in functions(value, "Fn::Sub"):
        text = argument[0] if isinstance(argument, list) else argument
        found |= {name.split(".")[0] for name in _IN_SUB.findall(text)}
    return found


def strings(value: Any) -> Iterator[str]:
    """Yield every string in the data, except keys."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from strings(item)
    elif isinstance(value, list):
        for item in value:
            yield from strings(item)


def without(value: Any, omitted: dict[str, str]) -> Any:
    """Return data with references to omitted resources replaced by the given texts."""
    if isinstance(value, list):
        return [without(item, omitted) for item in value]
    if not isinstance(value, dict):
        return value
    if list(value) == ["Ref"] and value["Ref"] in omitted:
        return omitted[value["Ref"]]
    if list(value) == ["Fn::GetAtt"] and value["Fn::GetAtt"][0] in omitted:
        return omitted[value["Fn::GetAtt"][0]]
    if list(value) == ["Fn::Sub"] and isinstance(value["Fn::Sub"], str):
        return {"Fn::Sub": _IN_SUB.sub(lambda found: _filled(found, omitted), value["Fn::Sub"])}
    return {key: without(item, omitted) for key, item in value.items()}


def _filled(found: re.Match[str], omitted: dict[str, str]) -> str:
    return omitted.get(found[1].split(".")[0], found[0])


def uses(value: Any, name: str, attribute: str) -> bool:
    """Return whether data reads a resource's attribute."""
    return [name, attribute] in list(functions(value, "Fn::GetAtt"))


def without_attributes(value: Any, substitutes: dict[tuple[str, str], Any]) -> Any:
    """Return data with these attributes replaced by the given values."""
    if isinstance(value, list):
        return [without_attributes(item, substitutes) for item in value]
    if not isinstance(value, dict):
        return value
    if list(value) == ["Fn::GetAtt"] and tuple(value["Fn::GetAtt"]) in substitutes:
        return substitutes[tuple(value["Fn::GetAtt"])]
    return {key: without_attributes(item, substitutes) for key, item in value.items()}
