"""The names that partials see beside the settings, each with the settings behind it."""

from __future__ import annotations

from typing import Any

from pipeline.config.extends import Config
from pipeline.config.reader import Reader
from pipeline.paths import KeyPath, exists, starts_with, value_at
from pipeline.render.context import derivations
from pipeline.render.parameters import SETTINGS, parameter_values


def derived_names(config: Config) -> dict[str, list[KeyPath]]:
    """Return the names that partials see beside the settings, each with the settings behind it.

    Of what a derivation reads, those settings count that are written and whose value makes a
    difference to the name's; of a map, each of its keys is a name of its own.
    """
    found = {f"value_of.{name}": _stated(config, paths) for name, paths in SETTINGS.items()}
    values = {**config.settings, "environment_name": "review"}
    values.update(parameter_values(config, values))
    for derive in derivations():
        if derive.applies(values):
            derived = _flat(derive(values))
            others = {each: _other(derive, values, each) for each in _written(config, derive)}
            for name, value in derived.items():
                behind = [each for each, other in others.items() if other.get(name) != value]
                found[name] = behind or list(derive.reads)
            values = {**values, **derive(values)}
    return found


def _stated(config: Config, paths: tuple[KeyPath, ...]) -> list[KeyPath]:
    return [path for path in paths if path in config.locations] or list(paths)


def _written(config: Config, derive: Reader[Any]) -> list[KeyPath]:
    return [
        path
        for path in config.locations
        if any(starts_with(path, read) for read in derive.reads)
        and exists(config.settings, path)
        and not isinstance(value_at(config.settings, path), (dict, list))
    ]


def _flat(values: dict[str, Any]) -> dict[str, Any]:
    """Return names with their values, and those of the keys of maps as `name.key`."""
    inside = [
        (f"{name}.{key}", item)
        for name, value in values.items()
        if isinstance(value, dict)
        for key, item in value.items()
    ]
    return {**values, **dict(inside)}


def _other(derive: Reader[Any], values: dict[str, Any], path: KeyPath) -> dict[str, Any]:
    """Return the derived values as they would be with another value of one setting."""
    try:
        return _flat(derive(_with(values, path, _changed(value_at(values, path)))))
    except (AttributeError, LookupError, TypeError, ValueError):
        return {}


def _with(values: Any, path: KeyPath, value: Any) -> Any:
    """Return a copy of the settings with another value at a path."""
    if not path:
        return value
    copy: Any = list(values) if isinstance(values, list) else dict(values)
    copy[path[0]] = _with(values[path[0]], path[1:], value)
    return copy


def _changed(value: Any) -> Any:
    if isinstance(value, bool):
        return not value
    return value - 1 if isinstance(value, (int, float)) else None
