"""From a config file and the files it extends to one config; every value keeps its file."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pipeline.config.config import Keys, Layer, read_layer
from pipeline.problem import Place, Problem, Refused

MAX_LAYERS = 8
VERBATIM = "overrides"  # a null in there removes an element of the template, so it must survive


class Config(Layer):
    """A config with its bases merged in; `files` are the digests of all that was read for it."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.files: dict[Path, str] = {}

    def place(self, keys: Keys) -> Place:
        """Return where a setting was written: the value of a scalar, the key of a collection.

        A setting that nobody wrote is at its nearest written parent.
        """
        while keys and keys not in self.places:
            keys = keys[:-1]
        if not keys:
            return Place(self.name, 1, 1)
        value: Any = self.data
        for key in keys:
            value = value[key]
        if isinstance(value, (dict, list)):
            return self.keys.get(keys, self.places[keys])
        return self.places[keys]


def read_config(path: Path | None, name: str) -> Config:
    """Read a config and, recursively, what it extends; raises Refused if a file is unusable."""
    config = Config(name)
    for layer in reversed(_layers(path, name)):
        if layer.path:
            config.files[layer.path] = layer.digest
        config.problems.extend(layer.problems)
        _merge(config, layer, config.data, layer.data, ())
        config.spoiled |= layer.spoiled
    return config


def _layers(path: Path | None, name: str) -> list[Layer]:
    layers = [read_layer(path, name)]
    seen = [path.resolve()] if path else []
    while (base := layers[-1].data.pop("extends", None)) is not None:
        place = layers[-1].places["extends",]
        if not isinstance(base, str) or not base:
            hint = "name one file, relative to this one: 'extends: _shared.yml'"
            raise _refused(layers, [Problem(place, "extends: not a file name", hint)])
        folder = path.parent if path else Path()
        path, name = folder / base, os.path.normpath(os.path.join(os.path.dirname(name), base))
        if problem := _unusable(layers, place, path, name, seen):
            raise _refused(layers, [problem])
        seen.append(path.resolve())
        try:
            layers.append(read_layer(path, name))
        except Refused as refused:
            raise _refused(layers, refused.problems) from None
    return layers


def _unusable(
    layers: list[Layer], place: Place, path: Path, name: str, seen: list[Path]
) -> Problem | None:
    if not os.path.isfile(path):  # noqa: PTH113 (Path.is_file raises for a name that is too long)
        return Problem(place, f"extends: no file {name}", "the name is relative to this file")
    chain = " -> ".join([*(each.name for each in layers), name])
    if path.resolve() in seen:
        return Problem(place, f"extends: goes round in a circle: {chain}", "delete one 'extends'")
    if len(layers) >= MAX_LAYERS:
        message = f"extends: more than {MAX_LAYERS} files build on each other: {chain}"
        return Problem(place, message, "put the settings of some of them into one file")
    return None


def _refused(layers: list[Layer], problems: list[Problem]) -> Refused:
    found = [problem for layer in layers for problem in layer.problems]
    return Refused([*found, *problems])


def _merge(
    config: Config, layer: Layer, into: dict[str, Any], data: dict[str, Any], keys: Keys
) -> None:
    for key, value in data.items():
        path = (*keys, key)
        both_maps = isinstance(value, dict) and isinstance(into.get(key), dict)
        if key in into and not both_maps:
            _forget(config, path, into[key])
        verbatim = len(keys) > 0 and keys[0] == VERBATIM
        if value is None and not verbatim and path not in layer.spoiled:
            into.pop(key, None)
            continue
        config.keys[path], config.places[path] = layer.keys[path], layer.places[path]
        if isinstance(value, dict):
            into[key] = into[key] if both_maps else {}
            _merge(config, layer, into[key], value, path)
        else:
            into[key] = value if verbatim else _without_nulls(layer, path, value)
            _take_places(config, layer, path, into[key])


def _without_nulls(layer: Layer, path: Keys, value: Any) -> Any:
    """Return a list whose entries leave out what is null, as a map that is merged does."""
    if isinstance(value, list):
        return [_without_nulls(layer, (*path, index), item) for index, item in enumerate(value)]
    if not isinstance(value, dict):
        return value
    return {
        key: _without_nulls(layer, (*path, key), item)
        for key, item in value.items()
        if item is not None or (*path, key) in layer.spoiled
    }


def _forget(config: Config, path: Keys, value: Any) -> None:
    for known in _walk(path, value):
        config.places.pop(known, None)
        config.keys.pop(known, None)
        config.spoiled.discard(known)


def _take_places(config: Config, layer: Layer, path: Keys, value: Any) -> None:
    for known in _walk(path, value):
        config.places[known] = layer.places[known]
        if known in layer.keys:
            config.keys[known] = layer.keys[known]


def _walk(path: Keys, value: Any) -> Iterator[Keys]:
    yield path
    inside: Any = ()
    if isinstance(value, dict):
        inside = value.items()
    elif isinstance(value, list):
        inside = enumerate(value)
    for key, item in inside:
        yield from _walk((*path, key), item)
