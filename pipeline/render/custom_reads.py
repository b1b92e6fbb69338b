"""Which values below `custom` no partial looks up: nothing else would notice a misspelt one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from pipeline.paths import KeyPath, children, dotted

if TYPE_CHECKING:
    from _collections_abc import dict_items, dict_keys, dict_values


class Unread(NamedTuple):
    """A value that no partial reads, and the names beside it that partials know."""

    path: KeyPath
    known: tuple[str, ...]


class ReadMap(dict[str, Any]):
    """A map that knows which of its keys, and of those that it has not, were looked up.

    What is passed on or looped over as a whole counts as looked up.
    """

    def __init__(self, data: dict[str, Any]) -> None:
        super().__init__({key: _reading(value) for key, value in data.items()})
        self.looked_up: set[str] = set()

    def _all(self) -> None:
        self.looked_up.update(super().keys())

    def __getitem__(self, key: str) -> Any:
        self.looked_up.add(key)
        return super().__getitem__(key)

    def __contains__(self, key: object) -> bool:
        self.looked_up.add(str(key))
        return super().__contains__(key)

    def __iter__(self) -> Iterator[str]:
        self._all()
        return super().__iter__()

    def keys(self) -> dict_keys[str, Any]:
        """Return all keys, which count as looked up."""
        self._all()
        return super().keys()

    def values(self) -> dict_values[str, Any]:
        """Return all values, which count as looked up."""
        self._all()
        return super().values()

    def items(self) -> dict_items[str, Any]:
        """Return all items, which count as looked up."""
        self._all()
        return super().items()


def _reading(value: Any) -> Any:
    if isinstance(value, dict):
        return ReadMap(value)
    return [_reading(each) for each in value] if isinstance(value, list) else value


def unread(custom: ReadMap, folder: Path) -> tuple[Unread, ...]:
    """Return the values that were not looked up, and that no partial of the folder names in full.

    Another environment's settings may let a partial read what it names.
    """
    found = list(_not_looked_up(custom, ("custom",)))
    if not found:
        return ()
    paths = sorted(folder.rglob("*.j2"))
    text = "\n".join(path.read_text(encoding="utf-8", errors="replace") for path in paths)
    named = [(each, _named_in(text, each.path[:-1])) for each in found]
    return tuple(
        each._replace(known=tuple(sorted({*each.known, *names})))
        for each, names in named
        if each.path[-1] not in names
    )


def _not_looked_up(value: Any, path: KeyPath) -> Iterator[Unread]:
    if isinstance(value, ReadMap):
        looked_up = set(value.looked_up)
        missing = tuple(sorted(looked_up - dict.keys(value)))
        for key, inside in dict.items(value):
            if key in looked_up:
                yield from _not_looked_up(inside, (*path, key))
            else:
                yield Unread((*path, key), missing)
    elif isinstance(value, list):
        for index, inside in children(value):
            yield from _not_looked_up(inside, (*path, index))


def _named_in(text: str, parent: KeyPath) -> set[str]:
    """Return the names that follow this path in a text."""
    import re

    return set(re.findall(rf"\b{re.escape(dotted(parent))}\.(\w+)", text))
