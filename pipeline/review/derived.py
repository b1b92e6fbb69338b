"""The names that partials see beside the settings, and which settings are behind each."""

from __future__ import annotations

from typing import Any

from pipeline.config.extends import Config
from pipeline.config.schema import subschema
from pipeline.config.settings_function import SettingsFunction
from pipeline.paths import KeyPath, ancestors, exists, value_at
from pipeline.render.context import derivations
from pipeline.render.parameters import SETTINGS, parameter_values

Flat = dict[str, Any]


class Derived:
    """What is derived from a config's settings, and from those with one of them changed.

    Only settings that are written are changed; of a map, each key is a name of its own.
    """

    def __init__(self, config: Config) -> None:
        self._config = config
        self._values: Flat = {}
        self._others: dict[SettingsFunction[Any], dict[KeyPath, Flat]] = {}
        self._reads: dict[str, list[KeyPath]] = {}
        self._made: dict[str, tuple[SettingsFunction[Any], Flat]] = {}
        self._written = {path: ancestors([path]) | {path} for path in _written(config)}
        values = {**config.settings, "environment_name": "review"}
        values.update(parameter_values(config, values))
        for derive in derivations():
            if derive.applies(values):
                self._add(derive, values)
                values = {**values, **derive(values)}
        for name, paths in SETTINGS.items():
            stated = [path for path in paths if path in config.locations]
            self._reads[f"value_of.{name}"] = stated or list(paths)

    def _add(self, derive: SettingsFunction[Any], values: dict[str, Any]) -> None:
        for name, value in _flat(derive(values)).items():
            self._values[name] = value
            self._reads[name] = list(derive.reads)
            self._made[name] = (derive, values)

    def _with_changes(self, name: str) -> dict[KeyPath, Any]:
        """Return what a name's value would be with each of the settings changed."""
        if name not in self._made:
            return {}
        derive, values = self._made[name]
        if derive not in self._others:
            self._others[derive] = {
                path: _other(derive, values, path, self._choices(path))
                for path, around in self._written.items()
                if not around.isdisjoint(derive.reads)
            }
        return {path: other.get(name) for path, other in self._others[derive].items()}

    def _choices(self, path: KeyPath) -> list[Any]:
        choices: list[Any] = subschema(self._config.schema, path).get("enum", [])
        return choices

    def enabling(self, name: str) -> list[KeyPath]:
        """Return the settings each of which makes a name true with the others switched off."""
        if name not in self._made:
            return []
        derive, values = self._made[name]
        off = values
        for path in derive.reads:
            off = _with(off, path, _off(value_at(values, path)))
        if _value(derive, off, name):
            return []
        kept = ((path, _with(off, path, value_at(values, path))) for path in derive.reads)
        return [path for path, alone in kept if _value(derive, alone, name)]

    def behind(self, name: str, member: str = "") -> list[KeyPath]:
        """Return the settings that make a difference to a name, or to `member` being in it.

        Those that change how many entries a list has come first; those that a derivation reads,
        where none is written that makes a difference, of them those first that the name mentions.
        """
        for known in (name, name.partition(".")[0]):
            if known in self._reads:
                break
        else:
            return []
        value, others = self._values.get(known), self._with_changes(known)
        if member:
            flips = [
                path for path, other in others.items() if _has(other, member) != _has(value, member)
            ]
            return flips or [path for path in self._reads[known] if _mentions(path, member)]
        changing = [path for path, other in others.items() if other != value]
        changing.sort(key=lambda path: _size(others[path]) == _size(value))
        return changing or sorted(self._reads[known], key=lambda path: not _mentions(path, known))


def _off(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _off(item) for key, item in value.items()}
    return [] if isinstance(value, list) else False if isinstance(value, bool) else None


def _value(derive: SettingsFunction[Any], values: Flat, name: str) -> Any:
    """Return a derived value; true where it cannot be derived without one of the settings."""
    try:
        return _flat(derive(values)).get(name)
    except (AttributeError, LookupError, TypeError, ValueError):
        return True


def _has(value: Any, member: str) -> bool:
    return isinstance(value, (list, tuple, set, frozenset, dict)) and member in value


def _mentions(path: KeyPath, member: str) -> bool:
    return any(str(key).replace("_", "").lower() in member.lower() for key in path[1:])


def _size(value: Any) -> int:
    return len(value) if isinstance(value, (list, tuple, dict)) else -1


def _written(config: Config) -> list[KeyPath]:
    return [
        path
        for path in config.locations
        if exists(config.settings, path)
        and not isinstance(value_at(config.settings, path), (dict, list))
    ]


def _flat(values: dict[str, Any]) -> Flat:
    """Return names with their values, and those of the keys of maps as `name.key`."""
    inside = {
        f"{name}.{key}": item
        for name, value in values.items()
        if isinstance(value, dict)
        for key, item in value.items()
    }
    return {**values, **inside}


def _other(
    derive: SettingsFunction[Any], values: dict[str, Any], path: KeyPath, choices: list[Any]
) -> Flat:
    """Return the derived values as they would be with another value, or choice, of one setting."""
    try:
        return _flat(derive(_with(values, path, _changed(value_at(values, path), choices))))
    except (AttributeError, LookupError, TypeError, ValueError):
        return {}


def _with(values: Any, path: KeyPath, value: Any) -> Any:
    """Return a copy of the settings with another value at a path."""
    if not path:
        return value
    copy: Any = list(values) if isinstance(values, list) else dict(values)
    copy[path[0]] = _with(values[path[0]], path[1:], value)
    return copy


def _changed(value: Any, choices: list[Any]) -> Any:
    if isinstance(value, bool):
        return not value
    if value in choices:
        return next((each for each in choices if each not in (value, None)), None)
    return value - 1 if isinstance(value, (int, float)) else None
