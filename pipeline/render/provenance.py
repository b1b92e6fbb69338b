"""Where values come from: the setting of a config value, the partial's line of an element.

A value that comes from the config is an instance of a subclass of its type with an `origin`. It
keeps that on its way through Jinja, until it is put into the template as data.
"""

from typing import Any, Literal, NamedTuple

from pipeline.config.extends import Config
from pipeline.diagnostic import Location
from pipeline.paths import KeyPath

OriginLayer = Literal["default", "base", "environment", "override", "partial"]


class Origin(NamedTuple):
    """The setting that supplied a value, the line where it is written, and the kind of file.

    A default's location is the config that leaves the setting out.
    """

    setting: KeyPath
    location: Location
    layer: OriginLayer


class Source(NamedTuple):
    """What made an element of the template: a partial's line, and the settings it shows.

    It is composed where it has more in it than values of settings: computed ones, or further lines,
    which conditions of the partial may decide.
    """

    partial: Location
    origins: tuple[Origin, ...] = ()
    is_composed: bool = False


Sources = dict[KeyPath, Source]


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
    """True or false with its origin; bool cannot be subclassed."""

    origin: Origin

    def __str__(self) -> str:
        return "true" if self else "false"


_LOCATED: dict[type, type] = {
    str: LocatedStr,
    int: LocatedInt,
    float: LocatedFloat,
    bool: LocatedBool,
}
_PLAIN = {located: plain for plain, located in _LOCATED.items()}


def locate(config: Config, data: Any, keys: KeyPath = ()) -> Any:
    """Return config data whose scalars know their origin."""
    if isinstance(data, dict):
        return {key: locate(config, value, (*keys, key)) for key, value in data.items()}
    if isinstance(data, list):
        return [locate(config, value, (*keys, index)) for index, value in enumerate(data)]
    return None if data is None else locate_as(data, _origin(config, keys))


def locate_as(scalar: Any, origin: Origin) -> Any:
    """Return a scalar that knows this origin."""
    value = _LOCATED[type(scalar)](scalar)
    value.origin = origin
    return value


def unlocate(value: Any) -> Any:
    """Return the plain value of a located one, also inside maps and lists."""
    if isinstance(value, dict):
        return {unlocate(key): unlocate(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [unlocate(item) for item in value]
    plain = _PLAIN.get(type(value))
    return plain(value) if plain else value


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
        return Origin(keys, Location(config.name, 1, 1), "default")
    location = config.location(keys)
    return Origin(keys, location, "environment" if location.file == config.name else "base")
