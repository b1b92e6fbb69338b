"""From a config file and the files it extends to one config; every value keeps its file."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from pipeline.config.layer import VERBATIM, Layer, read_layer
from pipeline.config.verbatim import merge_verbatim
from pipeline.diagnostic import Diagnostic, InvalidInput, Location
from pipeline.paths import KeyPath, value_at, walk
from pipeline.project import boundary, holds, leads_out
from pipeline.regular_files import is_file, reason
from pipeline.yaml_source.scalars import show

MAX_LAYERS = 8


class Config(Layer):
    """A config with its bases merged in.

    `files` are the digests of all that was read for it; `settings` are its data with defaults,
    by `schema`; `inside` is the real folder that what it names has to be in, if there is one.
    """

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.files: dict[Path, str] = {}
        self.settings: dict[str, Any] = {}
        self.schema: dict[str, Any] = {}
        self.inside = ""

    def location(self, keys: KeyPath) -> Location:
        """Return where a setting was written: the value of a scalar, the key of a collection.

        A default is at its nearest written parent.
        """
        while keys and keys not in self.locations:
            keys = keys[:-1]
        if not keys:
            return Location(self.name, 1, 1)
        if isinstance(value_at(self.data, keys), (dict, list)):
            return self.keys.get(keys, self.locations[keys])
        return self.locations[keys]

    def text(self, keys: KeyPath, value: Any) -> str:
        """Return a setting's value as it was written, in JSON where that leaves a choice."""
        if isinstance(value, dict):
            items = [f"{show(key)}: {self.text((*keys, key), value[key])}" for key in value]
            return f"{{{', '.join(items)}}}"
        if isinstance(value, list):
            items = [self.text((*keys, index), item) for index, item in enumerate(value)]
            return f"[{', '.join(items)}]"
        return self.written.get(self.locations.get(keys, Location("")), show(value))


def read_config(path: Path | None, name: str, root: Path | None = None) -> Config:
    """Read a config and, recursively, what it extends; raises InvalidInput.

    What lies in the project at `root` extends files of the project only, another config those of
    its own folder.
    """
    config = Config(name)
    config.inside = boundary(root, path or Path("stdin")) if root else ""
    own = config.inside if root and holds(root, path) else ""
    for layer in reversed(_layers(path, name, own, config.inside)):
        if layer.path:
            config.files[layer.path] = layer.digest
        config.diagnostics.extend(layer.diagnostics)
        _merge(config, layer, config.data, layer.data, ())
        config.invalid |= layer.invalid
        config.written.update(layer.written)
    return config


def _layers(path: Path | None, name: str, own: str, inside: str) -> list[Layer]:
    layers = [read_layer(path, name, own)]
    seen = [path.resolve()] if path else []
    while (base := layers[-1].data.pop("extends", None)) is not None:
        location = layers[-1].locations["extends",]
        if not isinstance(base, str) or not base:
            hint = "name one file, relative to this one: 'extends: _shared.yml'"
            raise _invalid_input(layers, [Diagnostic(location, "extends: not a file name", hint)])
        folder = path.parent if path else Path()
        path, name = folder / base, os.path.normpath(os.path.join(os.path.dirname(name), base))
        if diagnostic := _unusable(layers, location, path, name, seen, inside):
            raise _invalid_input(layers, [diagnostic])
        seen.append(path.resolve())
        try:
            layers.append(read_layer(path, name, inside))
        except InvalidInput as invalid_input:
            raise _invalid_input(layers, invalid_input.diagnostics) from None
    return layers


def _unusable(
    layers: list[Layer], location: Location, path: Path, name: str, seen: list[Path], inside: str
) -> Diagnostic | None:
    if inside and leads_out(inside, path):
        hint = "extend a file of the same project, beside this one for example"
        return Diagnostic(location, f"extends: {name} leads out of the project", hint)
    try:
        found = is_file(path)
    except OSError as error:
        return Diagnostic(location, f"extends: {name} cannot be read: {reason(error)}")
    if not found:
        return Diagnostic(location, f"extends: no file {name}", _similar(path))
    chain = " -> ".join([*(each.name for each in layers), name])
    if path.resolve() in seen:
        return Diagnostic(location, f"extends: circular reference: {chain}", "delete one 'extends'")
    if len(layers) >= MAX_LAYERS:
        message = f"extends: more than {MAX_LAYERS} files build on each other: {chain}"
        return Diagnostic(location, message, "put the settings of some of them into one file")
    return None


def _similar(path: Path) -> str:
    """Return a hint that names the file beside a missing one that is most like it."""
    from pipeline.yaml_source.similar_files import similar_file

    similar = similar_file(path)
    if similar and similar.parent == path.parent:
        return f"did you mean '{similar.name}'?"
    return "the name is relative to this file"


def _invalid_input(layers: list[Layer], diagnostics: list[Diagnostic]) -> InvalidInput:
    found = [diagnostic for layer in layers for diagnostic in layer.diagnostics]
    return InvalidInput([*found, *diagnostics])


def _merge(
    config: Config, layer: Layer, into: dict[str, Any], data: dict[str, Any], keys: KeyPath
) -> None:
    for key, value in data.items():
        path = (*keys, key)
        if path == (VERBATIM,) and isinstance(value, dict):
            merge_verbatim(config, layer, VERBATIM)
            continue
        both_maps = isinstance(value, dict) and isinstance(into.get(key), dict)
        if key in into and not both_maps:
            _forget(config, path, into[key])
        if value is None and path not in layer.invalid:
            into.pop(key, None)
            continue
        config.keys[path], config.locations[path] = layer.keys[path], layer.locations[path]
        if isinstance(value, dict):
            into[key] = into[key] if both_maps else {}
            _merge(config, layer, into[key], value, path)
        else:
            into[key] = _without_nulls(layer, path, value)
            _take_locations(config, layer, path, into[key])


def _without_nulls(layer: Layer, path: KeyPath, value: Any) -> Any:
    """Return a list whose entries leave out what is null, as a map that is merged does."""
    if isinstance(value, list):
        return [_without_nulls(layer, (*path, index), item) for index, item in enumerate(value)]
    if not isinstance(value, dict):
        return value
    return {
        key: _without_nulls(layer, (*path, key), item)
        for key, item in value.items()
        if item is not None or (*path, key) in layer.invalid
    }


def _forget(config: Config, path: KeyPath, value: Any) -> None:
    for known, _ in walk(value, path):
        config.locations.pop(known, None)
        config.invalid.discard(known)


def _take_locations(config: Config, layer: Layer, path: KeyPath, value: Any) -> None:
    for known, _ in walk(value, path):
        config.locations[known] = layer.locations[known]
        if known in layer.keys:
            config.keys[known] = layer.keys[known]
