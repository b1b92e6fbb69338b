"""A name that a map does not have: which map a partial looked in, and what to write."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from pipeline.diagnostic import Diagnostic, Location, did_you_mean
from pipeline.paths import dotted
from pipeline.render.provenance import origin_of


def missing_name(
    word: str, line: str, location: Location, message: str, values: dict[str, Any]
) -> Diagnostic:
    """Return what is wrong where a partial's line looks up a name that its map does not have.

    A value below `custom` is missed at the config's line of the map that should hold it.
    """
    path, map_ = _map_with(word, line, values)
    if path[:1] != ("custom",):
        hint = did_you_mean(word, map_) or did_you_mean(word, _names(values, word))
        if not hint and "custom" in values:
            hint = _hint_of(("custom", word))
        return Diagnostic(location, message, hint)
    hint = did_you_mean(word, map_) or _hint_of((*path, word))
    origin = next(filter(None, map(origin_of, map_.values())), None)
    name = dotted((*path, word))
    if not origin:
        return Diagnostic(location, f"{name} is not set in the config", hint)
    message = f"{name}: missing, and a partial reads it"
    return Diagnostic(origin.location, message, hint, partial=location)


def _hint_of(path: tuple[str, ...]) -> str:
    name = dotted(path)
    return f"set {name} in the config, or test for it: {{% if {name} is defined %}}"


def _map_with(
    word: str, line: str, values: dict[str, Any]
) -> tuple[tuple[str, ...], dict[str, Any]]:
    """Return the map in which a line looks a name up, by its path; both are empty if none does."""
    for found in re.findall(rf"([a-z_][\w.]*)\.{word}\b", line):
        path = tuple(found.split("."))
        map_: Any = values
        for name in path:
            map_ = map_.get(name) if isinstance(map_, dict) else None
        if isinstance(map_, dict) and word not in map_:
            return path, map_
    return (), {}


def _names(values: dict[str, Any], word: str) -> Iterator[str]:
    """Yield the names of all settings but this one."""
    for name, value in values.items():
        if name != word:
            yield name
        if isinstance(value, dict):
            yield from _names(value, word)
