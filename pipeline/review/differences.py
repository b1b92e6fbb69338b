"""Where two values of one element differ, leaf by leaf; lists by key, or as sets."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from pipeline.paths import KeyPath
from pipeline.review.canonical import MISSING, item_key
from pipeline.review.registry import Schema, is_unordered
from pipeline.yaml_source.functions import FUNCTION_OF_TAG

_CALLS = frozenset(FUNCTION_OF_TAG.values())


class Difference(NamedTuple):
    """A leaf that differs; `before` or `after` is MISSING where there is none.

    `path` is that of the new template where the leaf is in it, else that of the old one.
    """

    path: KeyPath
    before: Any
    after: Any
    label: str


def differences(before: Any, after: Any, schema: Schema, path: KeyPath = ()) -> list[Difference]:
    """Return the leaves that differ between two canonical values of a resource."""
    return list(_walk(before, after, schema, path, ".".join(map(str, path))))


def _walk(
    before: Any, after: Any, schema: Schema, path: KeyPath, label: str
) -> Iterator[Difference]:
    if before == after:
        return
    if _is_map(before) and _is_map(after):
        for key in [*after, *(key for key in before if key not in after)]:
            inner = f"{label}.{key}" if label else str(key)
            old, new = before.get(key, MISSING), after.get(key, MISSING)
            yield from _walk(old, new, schema, (*path, key), inner)
    elif isinstance(before, list) and isinstance(after, list):
        yield from _lists(before, after, schema, path, label)
    else:
        yield Difference(path, before, after, label)


def _is_map(value: Any) -> bool:
    return isinstance(value, dict) and not (len(value) == 1 and not _CALLS.isdisjoint(value))


def _lists(
    before: list[Any], after: list[Any], schema: Schema, path: KeyPath, label: str
) -> Iterator[Difference]:
    key = item_key([*before]) if item_key([*before]) == item_key([*after]) else ""
    if key:
        yield from _by_key(before, after, key, schema, path, label)
        return
    if path == ("DependsOn",) or (path[0] == "Properties" and is_unordered(schema, path[1:])):
        yield from _sets(before, after, schema, path, label)
        return
    for index in range(max(len(before), len(after))):
        old, new = (each[index] if index < len(each) else MISSING for each in (before, after))
        yield from _walk(old, new, schema, (*path, index), f"{label}[{index}]")


def _by_key(
    before: list[Any], after: list[Any], key: str, schema: Schema, path: KeyPath, label: str
) -> Iterator[Difference]:
    old, new = ({item[key]: index for index, item in enumerate(each)} for each in (before, after))
    for name in [*new, *(name for name in old if name not in new)]:
        one = before[old[name]] if name in old else MISSING
        other = after[new[name]] if name in new else MISSING
        index = new[name] if name in new else old[name]
        yield from _walk(one, other, schema, (*path, index), f"{label}[{name}]")


def _sets(
    before: list[Any], after: list[Any], schema: Schema, path: KeyPath, label: str
) -> Iterator[Difference]:
    gone = [(index, item) for index, item in enumerate(before) if item not in after]
    new = [(index, item) for index, item in enumerate(after) if item not in before]
    for index, item in new:
        alike = max(gone, key=lambda pair: _likeness(pair[1], item), default=None)
        if alike and _likeness(alike[1], item):
            gone.remove(alike)
            yield from _walk(alike[1], item, schema, (*path, index), f"{label}[{index}]")
        else:
            yield Difference((*path, index), MISSING, item, label)
    for index, item in gone:
        yield Difference((*path, index), item, MISSING, label)


def _likeness(before: Any, after: Any) -> int:
    """Return how many entries two maps share; those that share none are not the same thing."""
    if not (_is_map(before) and _is_map(after)):
        return 0
    return sum(before.get(key) == value for key, value in after.items())
