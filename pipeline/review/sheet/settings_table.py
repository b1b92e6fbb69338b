"""All effective settings, in one order for every environment."""

from pathlib import PurePath
from typing import Any, NamedTuple

from pipeline.config.schema import Schema, subschema
from pipeline.config.unused import Unused
from pipeline.paths import KeyPath, dotted, is_within
from pipeline.review.settings import OWN
from pipeline.review.sheet.stack import Stack


class SettingRow(NamedTuple):
    """A setting, its value, and the file that says so, or why it has no effect."""

    name: str
    value: str
    written: str


def setting_rows(stack: Stack, unused: list[Unused]) -> list[SettingRow]:
    """Return every setting that has an effect or is written, lists and open maps as one."""
    off = {each.path for each in unused}
    config = stack.rendering.config
    found = []
    for path, row in _rows(stack, config.schema, stack.settings, ()):
        if not is_within(path, off):
            found.append(row)
        elif path in config.locations:
            found.append(row._replace(written=f"{row.written}, without effect"))
    return found


def without_effect(unused: list[Unused]) -> list[str]:
    """Return the settings and sections without effect, those with the same reason together."""
    reasons: dict[str, list[str]] = {}
    for each in unused:
        reasons.setdefault(each.reason, []).append(dotted(each.path))
    return [f"{', '.join(names)}: {reason}" for reason, names in reasons.items()]


def _rows(
    stack: Stack, schema: Schema, settings: dict[str, Any], path: KeyPath
) -> list[tuple[KeyPath, SettingRow]]:
    found: list[tuple[KeyPath, SettingRow]] = []
    for key, value in settings.items():
        where = (*path, key)
        if where[0] in OWN or (where == ("overrides",) and not value):
            continue
        below = subschema(schema, (key,))
        if isinstance(value, dict) and below.get("properties"):
            found += _rows(stack, below, value, where)
        else:
            row = SettingRow(dotted(where), _value(value), _file(stack, where))
            found.append((where, row))
    return found


def _value(value: Any) -> str:
    if value is None or value == "":
        return "none"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (list, dict)) and not value:
        return "none"
    if isinstance(value, list):
        return ", ".join(map(_value, value))
    if isinstance(value, dict):
        return ", ".join(f"{key}: {_value(item)}" for key, item in value.items())
    return str(value)


def _file(stack: Stack, path: KeyPath) -> str:
    config = stack.rendering.config
    if path not in config.locations:
        return "default"
    return PurePath(config.location(path).file).name
