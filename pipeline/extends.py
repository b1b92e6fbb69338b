"""From a config file and the files it extends to one config; every value keeps its file."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from pipeline.config import Keys, Layer, read_layer
from pipeline.problem import Place, Problem, Refused

MAX_LAYERS = 8
VERBATIM = "overrides"  # a null in there removes an element of the template, so it must survive


class Config(Layer):
    """A config with its bases merged in; `files` are base first, the named file last."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.files: list[str] = []

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
        config.files.append(layer.name)
        config.problems.extend(layer.problems)
        _merge(config, layer, config.data, layer.data, ())
        config.spoiled |= layer.spoiled
    return config


def _layers(path: Path | None, name: str) -> list[Layer]:
    layers = [read_layer(path, name)]
    seen = [path.resolve()] if path else []
    while "extends" in layers[-1].data:
        layer = layers[-1]
        base = layer.data.pop("extends")
        place = layer.places[("extends",)]
        if not isinstance(base, str) or not base:
            hint = "name one file, relative to this one: 'extends: _shared.yml'"
            raise _refused(layers, place, "extends: not a file name", hint)
        folder = path.parent if path else Path()
        path, name = folder / base, os.path.normpath(os.path.join(os.path.dirname(name), base))
        if not path.is_file():
            raise _refused(
                layers, place, f"extends: no file {name}", "the name is relative to this file"
            )
        if path.resolve() in seen or len(seen) >= MAX_LAYERS:
            chain = " -> ".join([*(each.name for each in layers), name])
            raise _refused(
                layers, place, f"extends: goes round in a circle: {chain}", "delete one 'extends'"
            )
        seen.append(path.resolve())
        layers.append(read_layer(path, name))
    return layers


def _refused(layers: list[Layer], place: Place, message: str, hint: str) -> Refused:
    found = [problem for layer in layers for problem in layer.problems]
    return Refused([*found, Problem(place, message, hint)])


def _merge(
    config: Config, layer: Layer, into: dict[str, Any], data: dict[str, Any], keys: Keys
) -> None:
    for key, value in data.items():
        path = (*keys, key)
        if value is None and path[0] != VERBATIM and path not in layer.spoiled:
            into.pop(key, None)
            _forget(config, path)
            continue
        config.keys[path] = layer.keys[path]
        if isinstance(value, dict) and isinstance(into.get(key), dict):
            config.places[path] = layer.places[path]
            _merge(config, layer, into[key], value, path)
            continue
        _forget(config, path)
        config.keys[path] = layer.keys[path]
        into[key] = {} if isinstance(value, dict) else value
        _take_places(config, layer, path)
        if isinstance(value, dict):
            _merge(config, layer, into[key], value, path)


def _forget(config: Config, path: Keys) -> None:
    for table in (config.places, config.keys):
        for known in [each for each in table if each[: len(path)] == path]:
            del table[known]
    config.spoiled = {each for each in config.spoiled if each[: len(path)] != path}


def _take_places(config: Config, layer: Layer, path: Keys) -> None:
    config.places[path] = layer.places[path]
    for table, source in ((config.places, layer.places), (config.keys, layer.keys)):
        for known, place in source.items():
            if known[: len(path)] == path and any(
                isinstance(key, int) for key in known[len(path) :]
            ):
                table[known] = place
