"""What is known of where an element of a template comes from."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from pipeline.config.layer import KeyPath
from pipeline.diagnostic import Location
from pipeline.render.located import Origin


class Source(NamedTuple):
    """Where an element of the template was made: a partial's line, and the settings it shows."""

    partial: Location
    origins: tuple[Origin, ...] = ()


Sources = dict[KeyPath, Source]


def children(value: Any) -> Iterable[tuple[str | int, Any]]:
    """Return what is directly inside a value, each with its key or index."""
    if isinstance(value, dict):
        return value.items()
    return enumerate(value) if isinstance(value, (list, tuple)) else ()
