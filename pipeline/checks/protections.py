"""What the settings promise, and an override or a partial of the team's own takes back.

The rows of `protections.yml` say what must be where. A finding is at the line that decides: the
override's, or else the partial's.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import yaml

from pipeline.checks.elements import MISSING, locate_elements, mentions, resolve_parameter
from pipeline.checks.finding_locations import LintMatch, locate_match
from pipeline.diagnostic import Diagnostic, RuleText
from pipeline.paths import KeyPath, starts_with
from pipeline.render.provenance import Source, unlocate
from pipeline.template.assembly import Rendering
from pipeline.template.template import Template

Row = dict[str, Any]
Values = dict[str, Any]

_FILE = Path(__file__).with_suffix(".yml")
_PEERS = ("CidrIp", "CidrIpv6", "SourcePrefixListId")


@functools.cache
def rows() -> list[Row]:
    """Return the protections, one row each."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    loaded: list[Row] = yaml.load(_FILE.read_text(encoding="utf-8"), loader)  # noqa: S506 (safe)
    return loaded


def weakened(rendering: Rendering, name: str) -> list[Diagnostic]:
    """Return a finding for each protection that the template lacks; `name` is its file."""
    template = rendering.template
    found = []
    for row in rows():
        if not _applies(row, rendering.values):
            continue
        for path, value in _elements(row, template.data):
            if not _holds(row, path, value, rendering.values):
                at = _decisive(template, path)
                match = LintMatch(
                    at, 1, 1, row["says"], _hint(row), "error", row["rule"], rule_text=_text(row)
                )
                found.append(locate_match(match, name, template))
    return found


def _decisive(template: Template, path: KeyPath) -> KeyPath:
    """Return the place in an element that the team's own words decide, or else the element."""
    inside = (each for each in template.sources if starts_with(each, path))
    return next((each for each in inside if _is_own(template.sources[each])), path)


def _is_own(source: Source) -> bool:
    return any(origin.layer in ("override", "partial") for origin in source.origins)


def _applies(row: Row, values: Values) -> bool:
    wanted = all(_setting(values, name) not in (None, False, []) for name in row.get("when", []))
    return wanted and not ("unless" in row and _setting(values, row["unless"]))


def _setting(values: Values, name: str) -> Any:
    value: Any = values
    for key in name.split("."):
        value = value.get(key) if isinstance(value, dict) else None
    return unlocate(value)


def _elements(row: Row, data: dict[str, Any]) -> Iterator[tuple[KeyPath, Any]]:
    """Yield every place that a row is about, and what is there."""
    resources = data.get("Resources", {})
    named = row["resource"]
    found = [id_ for id_, each in resources.items() if named in (id_, each.get("Type"))]
    if not found and "at" not in row:
        yield ("Resources", named), MISSING
    for id_ in found:
        resource = resources[id_]
        if "of" in row and not mentions(resource.get("Properties"), row["of"]):
            continue
        for path, value in locate_elements(resource, row.get("at", []), ("Resources", id_)):
            yield path, resolve_parameter(value, data)


def _holds(row: Row, path: KeyPath, value: Any, values: Values) -> bool:
    if value is MISSING and path[-1] == row.get("optional"):
        return True
    return all(test(row[name], value, row, values) for name, test in _TESTS.items() if name in row)


def _equals(wanted: Any, value: Any, _: Row, __: Values) -> bool:
    return type(value) is type(wanted) and bool(value == wanted)


def _setting_holds(name: str, value: Any, row: Row, values: Values) -> bool:
    wanted = _setting(values, name)
    if "order" not in row:
        return bool(value == wanted)
    order = row["order"]
    return value in order and order.index(value) >= order.index(wanted)


def _limit(wanted: Any, values: Values) -> Any:
    return _setting(values, wanted) if isinstance(wanted, str) else wanted


def _at_least(wanted: Any, value: Any, _: Row, values: Values) -> bool:
    return isinstance(value, (int, float)) and value >= _limit(wanted, values)


def _at_most(wanted: Any, value: Any, _: Row, values: Values) -> bool:
    return isinstance(value, (int, float)) and value <= _limit(wanted, values)


def _present(_: Any, value: Any, __: Row, ___: Values) -> bool:
    return value is not MISSING


def _admits(names: list[str], value: Any, _: Row, values: Values) -> bool:
    """Whether a rule of a security group admits other groups, and addresses of settings only."""
    allowed = [peer for name in names for peer in _setting(values, name) or []]
    peers = [value[key] for key in _PEERS if key in value] if isinstance(value, dict) else []
    return all(peer in allowed for peer in peers)


def _egress(name: str, value: Any, _: Row, values: Values) -> bool:
    allowed = [(rule["port"], rule["port"], rule["cidr"]) for rule in _setting(values, name)]
    if not isinstance(value, dict):
        return False
    return (value.get("FromPort"), value.get("ToPort"), value.get("CidrIp")) in allowed


def _among(name: str, value: Any, _: Row, values: Values) -> bool:
    return value in (_setting(values, name) or [])


def _narrow(any_resource: list[str], value: Any, _: Row, __: Values) -> bool:
    """Whether a statement names its actions, and its resources but for actions that know none."""
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
    "admits": _admits,
    "egress": _egress,
    "among": _among,
    "narrow": _narrow,
}


def _text(row: Row) -> RuleText:
    description = f"A protection that the settings give is missing: {row['says']}"
    return RuleText(f"Protection of {row['resource']}", description)


def _hint(row: Row) -> str:
    names = [row.get("setting"), row.get("at_least"), row.get("at_most"), *row.get("when", [])]
    name = next((each for each in names if isinstance(each, str) and "." in each), "")
    instead = f"change {name} instead" if name else "delete it"
    return f"{instead}, or add a waiver of {row['rule']} with the reason"
