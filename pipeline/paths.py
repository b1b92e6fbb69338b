"""Paths: where a value is in nested maps and lists, as a tuple of keys and indices."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Any

KeyPath = tuple[str | int, ...]


def dotted(path: KeyPath) -> str:
    """Return a path as a message shows it: `alerts.emails[0]`. It is never parsed back."""
    text = ""
    for key in path:
        text += f"[{key}]" if isinstance(key, int) else f".{key}" if text else key
    return text


def children(value: Any) -> Iterable[tuple[str | int, Any]]:
    """Return what is directly inside a value, each with its key or index."""
    if isinstance(value, dict):
        return value.items()
    return enumerate(value) if isinstance(value, (list, tuple)) else ()


def walk(value: Any, path: KeyPath = ()) -> Iterator[tuple[KeyPath, Any]]:
    """Yield a value and everything inside it, each with its path, parents first."""
    waiting = [(path, value)]
    while waiting:
        path, value = waiting.pop()
        yield path, value
        waiting += [((*path, key), item) for key, item in children(value)][::-1]


def value_at(data: Any, path: KeyPath) -> Any:
    """Return what is at a path; raises LookupError or TypeError where there is nothing."""
    for key in path:
        data = data[key]
    return data


def exists(data: Any, path: KeyPath) -> bool:
    """Whether there is a value at a path."""
    try:
        value_at(data, path)
    except (LookupError, TypeError):
        return False
    return True


def starts_with(path: KeyPath, start: KeyPath) -> bool:
    """Whether a path leads to `start` or into it."""
    return path[: len(start)] == start


def overlap(one: KeyPath, other: KeyPath) -> bool:
    """Whether one of two paths leads to the other or into it."""
    return starts_with(one, other) or starts_with(other, one)


def is_within(path: KeyPath, paths: Collection[KeyPath]) -> bool:
    """Whether a path is one of these paths or leads into one."""
    return any(path[:length] in paths for length in range(len(path) + 1))


def ancestors(paths: Collection[KeyPath]) -> frozenset[KeyPath]:
    """Return the paths of everything around the values at these paths."""
    return frozenset(path[:length] for path in paths for length in range(len(path)))
