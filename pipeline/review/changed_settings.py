"""Which settings differ between two configs, and a config with some of them as they were."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator
from typing import Any

from pipeline.config.extends import Config
from pipeline.paths import KeyPath, exists, overlap, starts_with, value_at

_ABSENT = object()


def changed_settings(before: Config, after: Config) -> list[KeyPath]:
    """Return the settings whose values differ, in the order of the new config.

    Of a map each key is one, and of lists of one length each entry.
    """
    return list(_changed(before.settings, after.settings, ()))


def _changed(before: Any, after: Any, path: KeyPath) -> Iterator[KeyPath]:
    if before == after:
        return
    before, after = _filled(before, after), _filled(after, before)
    if isinstance(before, dict) and isinstance(after, dict):
        for key in [*after, *(key for key in before if key not in after)]:
            old, new = before.get(key, _ABSENT), after.get(key, _ABSENT)
            yield from _changed(old, new, (*path, key))
    elif isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        for index, (old, new) in enumerate(zip(before, after, strict=True)):
            yield from _changed(old, new, (*path, index))
    else:
        yield path


def _filled(value: Any, other: Any) -> Any:
    """Return an empty map for one that is absent: a new map is what is in it."""
    return {} if value is _ABSENT and isinstance(other, dict) and other else value


def reverted(after: Config, before: Config, settings: Iterable[KeyPath]) -> Config:
    """Return a config like `after`, but for some settings, which are as in `before`."""
    config = Config(after.name)
    config.schema, config.inside = after.schema, after.inside
    config.settings, config.data = copy.deepcopy((after.settings, after.data))
    config.locations, config.keys = {**after.locations}, {**after.keys}
    for path in settings:
        _take(config.settings, before.settings, path)
        _take(config.data, before.data, path)
        for mine, theirs in (
            (config.locations, before.locations),
            (config.keys, before.keys),
        ):
            for known in [each for each in mine if starts_with(each, path)]:
                del mine[known]
            mine.update({key: each for key, each in theirs.items() if overlap(key, path)})
    return config


def _take(into: Any, source: Any, path: KeyPath) -> None:
    """Give `into` what `source` has at a path, or take it away."""
    for key in path[:-1]:
        into = into.setdefault(key, {}) if isinstance(into, dict) else into[key]
    if exists(source, path):
        into[path[-1]] = copy.deepcopy(value_at(source, path))
    elif isinstance(into, dict):
        into.pop(path[-1], None)
