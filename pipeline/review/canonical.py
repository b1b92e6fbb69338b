"""One form for template values that CloudFormation takes for the same."""

from __future__ import annotations

import json
import re
from typing import Any

from pipeline.yaml_source.functions import is_function

MISSING = object()  # instead of a value, where there is none
NO_VALUE = {"Ref": "AWS::NoValue"}
_VARIABLE = re.compile(r"\$\{([^!}][^}]*)\}")
_UNIT_LISTS = ("Action", "NotAction", "Resource", "NotResource", "AWS", "Service", "Federated")
_BY_NAME = ("Key", "Name", "Id", "Sid", "DeviceName", "PolicyName", "ResourceType")


def canonical(value: Any) -> Any:
    """Return a value's one form: short intrinsics, plain scalars as strings, no `AWS::NoValue`.

    `Fn::Sub` and an empty-delimited `Fn::Join` become the parts that they put together; a policy's
    actions, resources and principals become sorted lists.
    """
    if isinstance(value, dict):
        return _mapping(value)
    if isinstance(value, (list, tuple)):
        return [canonical(item) for item in value if item != NO_VALUE]
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def canonical_resource(resource: dict[str, Any]) -> dict[str, Any]:
    """Return a resource's one form: `DependsOn` is a sorted list, and no properties are a map."""
    found: dict[str, Any] = canonical(resource)
    found.setdefault("Properties", {})
    if "DependsOn" in found:
        names = found["DependsOn"]
        found["DependsOn"] = sorted(names if isinstance(names, list) else [names])
    return found


def item_key(items: list[Any]) -> str:
    """Return the property that distinguishes the items of a list, such as a tag's Key."""
    if not items or not all(isinstance(item, dict) for item in items):
        return ""
    for key in _BY_NAME:
        names = [item.get(key) for item in items]
        if all(isinstance(name, str) for name in names) and len(set(names)) == len(names):
            return key
    return ""


def in_order(value: Any) -> Any:
    """Return a value with the keys of its maps and the entries of its lists in order.

    The arguments of a function have an order of their own.
    """
    if is_function(value):
        return value
    if isinstance(value, dict):
        return {key: in_order(value[key]) for key in sorted(value)}
    return sorted(map(in_order, value), key=sort_key) if isinstance(value, list) else value


def sort_key(value: Any) -> str:
    """Return a text to sort any values by."""
    return json.dumps(value, sort_keys=True)


def _mapping(value: dict[str, Any]) -> Any:
    if len(value) == 1:
        [(function, argument)] = value.items()
        if function in _FUNCTIONS:
            return _FUNCTIONS[function](argument)
    found = {str(key): canonical(item) for key, item in value.items() if item != NO_VALUE}
    for key in _UNIT_LISTS:  # one entry may stand without a list
        if key in found:
            entries = found[key] if isinstance(found[key], list) else [found[key]]
            found[key] = sorted(entries, key=sort_key)
    return found


def _get_att(argument: Any) -> Any:
    parts = argument.split(".", 1) if isinstance(argument, str) else argument
    return {"Fn::GetAtt": canonical(parts)}


def _if(argument: Any) -> Any:
    if isinstance(argument, list) and len(argument) == 3:
        condition, *branches = argument
        branches = [each if each == NO_VALUE else canonical(each) for each in branches]
        return branches[0] if branches[0] == branches[1] else {"Fn::If": [condition, *branches]}
    return {"Fn::If": canonical(argument)}


def _sub(argument: Any) -> Any:
    text, variables = (
        argument if isinstance(argument, list) and len(argument) == 2 else (argument, {})
    )
    if not isinstance(text, str) or not isinstance(variables, dict):
        return {"Fn::Sub": argument}
    parts: list[Any] = []
    for index, part in enumerate(_VARIABLE.split(text)):
        parts.append(_variable(part.strip(), variables) if index % 2 else part.replace("${!", "${"))
    return _concatenation(parts)


def _variable(name: str, variables: dict[str, Any]) -> Any:
    if name in variables:
        return canonical(variables[name])
    return {"Fn::GetAtt": name.split(".", 1)} if "." in name else {"Ref": name}


def _join(argument: Any) -> Any:
    if not (isinstance(argument, list) and len(argument) == 2 and isinstance(argument[1], list)):
        return {"Fn::Join": canonical(argument)}
    delimiter, items = argument
    parts: list[Any] = []
    for item in items:
        if item != NO_VALUE:
            parts += [delimiter, canonical(item)] if parts else [canonical(item)]
    if any(isinstance(part, list) for part in parts):
        return {"Fn::Join": [delimiter, parts[::2]]}
    return _concatenation(parts)


def _concatenation(parts: list[Any]) -> Any:
    flat: list[Any] = []
    for part in parts:
        inner = part["Fn::Sub"] if isinstance(part, dict) and "Fn::Sub" in part else [part]
        for each in inner if isinstance(inner, list) else [inner]:
            if isinstance(each, str) and flat and isinstance(flat[-1], str):
                flat[-1] += each
            elif each != "":
                flat.append(each)
    if not flat:
        return ""
    return flat[0] if len(flat) == 1 else {"Fn::Sub": flat}


_FUNCTIONS = {"Fn::GetAtt": _get_att, "Fn::If": _if, "Fn::Sub": _sub, "Fn::Join": _join}
