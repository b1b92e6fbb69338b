"""Rendered configs, all of them without one node."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

from pipeline.diagnostic import InvalidInput
from pipeline.paths import KeyPath, dotted, exists, value_at
from pipeline.template.normalise import normalise
from pipeline.template.rendering import Rendering, render_config


class Node(NamedTuple):
    """A node of a template that is deleted: a key with its value, or an item of a list."""

    path: KeyPath
    location: str

    @property
    def name(self) -> str:
        """The node's path."""
        return dotted(self.path)


class Renderings:
    """Renders each config once; a node that is deleted then goes from what is known."""

    def __init__(self) -> None:
        self.known: dict[tuple[str, str], Rendering | InvalidInput] = {}
        self.deleted: KeyPath = ()

    def render(self, partials: Any, schema: Any, path: Path, name: str) -> Rendering:
        """Do what `render_config` does, for a config that has been seen before without work."""
        key = (path.name, path.read_text(encoding="utf-8"))
        if key not in self.known:
            self.known[key] = self._rendered(partials, schema, path, name)
        found = self.known[key]
        if isinstance(found, InvalidInput):
            raise found
        data = found.template.data
        if self.deleted and exists(data, self.deleted):
            del value_at(data, self.deleted[:-1])[self.deleted[-1]]
            found = self.known[key] = found._replace(text=normalise(found.template))
        return found

    def _rendered(
        self, partials: Any, schema: Any, path: Path, name: str
    ) -> Rendering | InvalidInput:
        try:
            return render_config(partials, schema, path, name)
        except InvalidInput as invalid_input:
            return invalid_input
