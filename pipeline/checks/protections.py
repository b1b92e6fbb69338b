"""What the settings promise, and an override or a partial of the team's own takes back.

The rows of `protections.yml` say what must be where. A finding is at the line that decides: the
override's, or else the partial's.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import yaml

from pipeline.checks.elements import MISSING, locate_elements, mentions, resolve_parameter
from pipeline.checks.finding_locations import LintMatch, locate_match
from pipeline.checks.protection_kinds import Row, holds, setting_of
from pipeline.config.settings_function import Values
from pipeline.diagnostic import Diagnostic, RuleText
from pipeline.paths import KeyPath, starts_with
from pipeline.render.provenance import Source
from pipeline.template.assembly import Rendering
from pipeline.template.template import Template
from pipeline.yaml_source.scalars import show

_FILE = Path(__file__).with_suffix(".yml")


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
        for path, value in _elements(row, template.data, rendering.values):
            if not holds(_of(row, str(path[1])), path, value, rendering.values):
                at = _decisive(template, path)
                hint = _hint(row, _addition(row, template, at) if value is MISSING else "")
                match = LintMatch(
                    at, 1, 1, row["says"], hint, "error", row["rule"], rule_text=_text(row)
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
    wanted = all(_is_set(values, name) for name in row.get("when", []))
    return wanted and not ("unless" in row and _is_set(values, row["unless"]))


def _is_set(values: Values, condition: str) -> bool:
    """Whether a setting is set, or has the value that follows `=`."""
    name, has_value, wanted = condition.partition("=")
    value = setting_of(values, name)
    return str(value) == wanted if has_value else value not in (None, False, [])


def _of(row: Row, logical_id: str) -> Row:
    """Return a row with the logical id in the name of a setting."""
    if "includes" not in row:
        return row
    return {**row, "includes": row["includes"].format(id=logical_id)}


def _elements(row: Row, data: dict[str, Any], values: Values) -> Iterator[tuple[KeyPath, Any]]:
    """Yield every place that a row is about, and what is there."""
    resources = data.get("Resources", {})
    named = _named(row, values)
    if "at" not in row:
        yield from ((("Resources", id_), MISSING) for id_ in sorted(named - resources.keys()))
    for id_, resource in resources.items():
        if not is_meant(id_, resource.get("Type"), named):
            continue
        if "of" in row and not mentions(resource.get("Properties"), row["of"]):
            continue
        for at in places(row):
            for path, value in locate_elements(resource, at, ("Resources", id_)):
                yield path, resolve_parameter(value, data)


def is_meant(logical_id: str, type_: Any, named: set[str]) -> bool:
    """Whether a resource is one of those named, by its logical id or its type."""
    if logical_id in named or type_ in named:
        return True
    return any("*" in name and fnmatchcase(logical_id, name) for name in named)


def places(row: Row) -> Iterator[list[str]]:
    """Yield the paths that a row's `at` is about: one for each value of `Name=value|other`."""
    at: list[str] = row.get("at", [])
    part = next((each for each in at if "|" in each), None)
    if part is None:
        yield at
        return
    name, _, values = part.partition("=")
    for value in values.split("|"):
        yield [f"{name}={value}" if each is part else each for each in at]


def _named(row: Row, values: Values) -> set[str]:
    """Return the logical ids and the types of a row's resources."""
    return named_of(row) if "resource" in row else set(setting_of(values, row["each"]) or ())


def named_of(row: Row) -> set[str]:
    """Return what `resource` of a row names; any logical id where partials know which it is."""
    named = row.get("resource", "*")
    return set(named if isinstance(named, list) else [named])


def resources_of(row: Row) -> str:
    """Return the resources of a row in words."""
    if "each" in row:
        return f"each of {row['each']}"
    named = row["resource"]
    return ", ".join(named) if isinstance(named, list) else str(named)


def _text(row: Row) -> RuleText:
    description = f"A protection that the settings give is missing: {row['says']}"
    return RuleText(f"Protection of {resources_of(row)}", description)


def _addition(row: Row, template: Template, at: KeyPath) -> str:
    """Return what an element lacks that no override has removed, empty if it is not one key."""
    keys = row.get("at", [])
    source = template.source(at)
    removed = any(origin.layer == "override" for origin in (source.origins if source else ()))
    if removed or not keys or any(key == "*" or "=" in key for key in keys):
        return ""
    return ".".join(keys) + (f": {show(row['equals'])}" if "equals" in row else "")


def _hint(row: Row, addition: str) -> str:
    names = [row.get("setting"), row.get("at_least"), row.get("at_most"), *row.get("when", [])]
    name = next((each for each in names if isinstance(each, str) and "." in each), "")
    instead = f"add {addition}" if addition else "delete it"
    instead = f"change {name} instead" if name else instead
    return f"{instead}, or add a waiver of {row['rule']} with the reason"
