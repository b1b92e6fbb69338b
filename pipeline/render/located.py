"""Values that remember which setting they came from, on their way through Jinja."""

from __future__ import annotations

from typing import Any, NamedTuple

from pipeline.config.extends import Config
from pipeline.config.layer import KeyPath, dotted
from pipeline.diagnostic import Location


class Origin(NamedTuple):
    """The setting that supplied a value, and where; `layer` is 'default' where nobody wrote it."""

    setting: str
    location: Location
    layer: str


class LocatedStr(str):
    """A string with its origin."""

    origin: Origin


class LocatedInt(int):
    """A number with its origin."""

    origin: Origin


class LocatedFloat(float):
    """A number with its origin."""

    origin: Origin


class LocatedBool(int):
    """True or false with its origin; Python lets nobody derive from bool."""

    origin: Origin

    def __str__(self) -> str:
        return "true" if self else "false"


_LOCATED: dict[type, type] = {
    str: LocatedStr,
    int: LocatedInt,
    float: LocatedFloat,
    bool: LocatedBool,
}


def locate(config: Config, data: Any, keys: KeyPath = ()) -> Any:
    """Return config data whose scalars know their origin."""
    if isinstance(data, dict):
        return {key: locate(config, value, (*keys, key)) for key, value in data.items()}
    if isinstance(data, list):
        return [locate(config, value, (*keys, index)) for index, value in enumerate(data)]
    if data is None:
        return None
    value = _LOCATED[type(data)](data)
    value.origin = _origin(config, keys)
    return value


def unlocate(value: Any) -> Any:
    """Return the plain value of a located one, also inside maps and lists."""
    if isinstance(value, dict):
        return {unlocate(key): unlocate(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [unlocate(item) for item in value]
    for plain, located in _LOCATED.items():
        if isinstance(value, located):
            return plain(value)
    return value


def origin_of(value: object) -> Origin | None:
    """Return where a value came from, or None for one that a partial made up."""
    return getattr(value, "origin", None)


def derived(value: object, text: str) -> str:
    """Return a text that is made from a value, with the value's origin."""
    made = LocatedStr(text)
    if origin := origin_of(value):
        made.origin = origin
    return made


def _origin(config: Config, keys: KeyPath) -> Origin:
    if keys not in config.locations:
        return Origin(dotted(keys), Location(config.name, 1, 1), "default")
    location = config.location(keys)
    return Origin(dotted(keys), location, "environment" if location.file == config.name else "base")
