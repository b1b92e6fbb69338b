"""Messages about what differs from the config."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.deploy.stack.config_under_test import ConfigUnderTest


def same(what: str, found: Any, wanted: Any) -> Iterator[str]:
    """Yield a message unless two values are equal; numbers may be written as text."""
    if _plain(found) != _plain(wanted):
        yield f"{what} is {found!r}, not {wanted!r}"


def setting(
    config: ConfigUnderTest, path: str, what: str, found: Any, factor: int = 1
) -> Iterator[str]:
    """Yield a message unless a value equals a setting; skip a setting that is not set."""
    wanted = config.setting(path)
    if wanted is not None:
        yield from same(f"{what} ({path})", found, wanted * factor if factor != 1 else wanted)


def _plain(value: Any) -> Any:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (int, float, str)):
        text = str(value)
        return text.removesuffix(".0")
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    if isinstance(value, (set, frozenset)):
        return {_plain(item) for item in value}
    return value
