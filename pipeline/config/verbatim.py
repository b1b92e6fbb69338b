"""Overrides over those of the file that a config extends: they add up, as if written in one."""

from __future__ import annotations

from typing import Any

from pipeline.config.keyed_lists import REPLACE, is_keyed, is_replacement, position
from pipeline.config.layer import Layer
from pipeline.paths import KeyPath, walk
from pipeline.yaml_source.functions import is_function


def merge_verbatim(config: Layer, layer: Layer, section: str) -> None:
    """Merge a layer's section over the config's, and its positions with it.

    Maps merge, lists of named entries merge by name, everything else replaces; nulls stay.
    """
    path = (section,)
    _Merger(config, layer).merge(config.data, path, path, layer.data[section])


class _Merger:
    """Merges values of one layer into the config; both have a path of their own."""

    def __init__(self, config: Layer, layer: Layer) -> None:
        self.config = config
        self.layer = layer

    def merge(self, into: Any, path: KeyPath, here: KeyPath, value: Any) -> None:
        """Merge a value over what `into`, the parent, has at the last key of the path."""
        key = path[-1]
        old: Any = into.get(key) if isinstance(into, dict) else into[key]
        if is_replacement(old) and _merges(value):
            self.merge(old, (*path, REPLACE), here, value)
        elif _merges(value) and _merges(old) and isinstance(value, dict) is isinstance(old, dict):
            if isinstance(value, dict):
                for name, item in value.items():
                    self.merge(old, (*path, name), (*here, name), item)
            else:
                self.merge_entries(old, path, here, value)
        else:
            self.replace(into, path, here, value)

    def merge_entries(self, old: list[Any], path: KeyPath, here: KeyPath, value: list[Any]) -> None:
        """Merge the entries of a list over those of the same name."""
        for number, entry in enumerate(value):
            index = position(old, entry)
            if index is None:
                old.append(None)
                self.replace(old, (*path, len(old) - 1), (*here, number), entry)
            else:
                self.merge(old, (*path, index), (*here, number), entry)

    def replace(self, into: Any, path: KeyPath, here: KeyPath, value: Any) -> None:
        """Put a value in, in place of what was there and its positions."""
        old = into.get(path[-1]) if isinstance(into, dict) else into[path[-1]]
        for known, _ in walk(old, path):
            self.config.locations.pop(known, None)
        into[path[-1]] = value
        for known, _ in walk(value, here):
            at = (*path, *known[len(here) :])
            self.config.locations[at] = self.layer.locations[known]
            if known in self.layer.keys:
                self.config.keys[at] = self.layer.keys[known]


def _merges(value: object) -> bool:
    """Whether a value is a map or list that merges with another of its kind."""
    if isinstance(value, list):
        return is_keyed(value)
    return isinstance(value, dict) and not is_function(value) and not is_replacement(value)
