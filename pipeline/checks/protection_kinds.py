"""What a protection's row asks of an element: one function a kind, by the name that the row has."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from pipeline.checks.elements import MISSING
from pipeline.config.settings_function import Values
from pipeline.paths import KeyPath
from pipeline.render.provenance import unlocate

Row = dict[str, Any]

_PEERS = ("CidrIp", "CidrIpv6", "SourcePrefixListId")


def setting_of(values: Values, name: str) -> Any:
    """Return a setting, or a name that partials see; None where there is none."""
    value: Any = values
    for key in name.split("."):
        value = value.get(key) if isinstance(value, dict) else None
    return unlocate(value)


def holds(row: Row, path: KeyPath, value: Any, values: Values) -> bool:
    """Whether an element, MISSING where there is none, is what a row asks for."""
    if value is MISSING and path[-1] in (row.get("optional"), *by_default(row)):
        return True
    return all(test(row[name], value, row, values) for name, test in _TESTS.items() if name in row)


def by_default(row: Row) -> list[str]:
    """Return the keys of a row's path without which AWS's default holds."""
    at: list[str] = row.get("at", [])
    return at[: at.index(row["default"]) + 1] if "default" in row else []


def _equals(wanted: Any, value: Any, _: Row, __: Values) -> bool:
    return type(value) is type(wanted) and bool(value == wanted)


def _setting_holds(name: str, value: Any, row: Row, values: Values) -> bool:
    wanted = setting_of(values, name)
    if "order" not in row:
        return bool(value == wanted)
    order = row["order"]
    return value in order and order.index(value) >= order.index(wanted)


def _limit(wanted: Any, values: Values) -> Any:
    return setting_of(values, wanted) if isinstance(wanted, str) else wanted


def _at_least(wanted: Any, value: Any, _: Row, values: Values) -> bool:
    return isinstance(value, (int, float)) and value >= _limit(wanted, values)


def _at_most(wanted: Any, value: Any, row: Row, values: Values) -> bool:
    limit = _limit(wanted, values) * row.get("unit", 1)
    return isinstance(value, (int, float)) and value <= limit


def _present(_: Any, value: Any, __: Row, ___: Values) -> bool:
    return value is not MISSING


def _absent(_: Any, value: Any, __: Row, ___: Values) -> bool:
    return value is MISSING


def _includes(name: str, value: Any, _: Row, values: Values) -> bool:
    """Whether a list has all that another has."""
    return isinstance(value, list) and all(each in value for each in setting_of(values, name))


def _only(name: str, value: Any, _: Row, values: Values) -> bool:
    """Whether each entry of a list has a name that a setting lists."""
    allowed = setting_of(values, name) or []
    return isinstance(value, list) and all(each.get("Name") in allowed for each in value)


def _admits(names: list[str], value: Any, _: Row, values: Values) -> bool:
    """Whether a rule of a security group admits other groups, and addresses of settings only."""
    allowed = [peer for name in names for peer in setting_of(values, name) or []]
    peers = [value[key] for key in _PEERS if key in value] if isinstance(value, dict) else []
    return all(peer in allowed for peer in peers)


def _egress(name: str, value: Any, _: Row, values: Values) -> bool:
    allowed = [(rule["port"], rule["port"], rule["cidr"]) for rule in setting_of(values, name)]
    if not isinstance(value, dict):
        return False
    return (value.get("FromPort"), value.get("ToPort"), value.get("CidrIp")) in allowed


def _among(name: str, value: Any, _: Row, values: Values) -> bool:
    return value in (setting_of(values, name) or [])


def _narrow(any_resource: list[str], value: Any, _: Row, __: Values) -> bool:
    """Whether a statement names its actions, and its resources, if its actions support any."""
    if not isinstance(value, dict) or value.get("Effect") != "Allow":
        return True
    if "NotAction" in value or "NotResource" in value or "*" in json.dumps(value.get("Action")):
        return False
    resources = value.get("Resource")
    listed = resources if isinstance(resources, list) else [resources]
    return "*" not in listed or value.get("Sid") in any_resource


_TESTS: dict[str, Callable[[Any, Any, Row, Values], bool]] = {
    "equals": _equals,
    "setting": _setting_holds,
    "at_least": _at_least,
    "at_most": _at_most,
    "present": _present,
    "absent": _absent,
    "includes": _includes,
    "only": _only,
    "admits": _admits,
    "egress": _egress,
    "among": _among,
    "narrow": _narrow,
}
