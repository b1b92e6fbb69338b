"""Which settings decide what a resource is made of, those that are off included.

A rendered value knows the setting that it shows. What is switched off leaves no trace in the
template, so the partial's own text says which settings it asks for.
"""

from __future__ import annotations

from typing import Any

from pipeline.config.schema import Schema, subschema
from pipeline.paths import KeyPath, ancestors, dotted
from pipeline.review.causes import Causes
from pipeline.review.partial_text import calls_in
from pipeline.template.assembly import Rendering


class Deciding:
    """The settings behind the resources of one rendering."""

    def __init__(self, rendering: Rendering, causes: Causes) -> None:
        self._rendering = rendering
        self._causes = causes
        self._settings: dict[KeyPath, KeyPath] = {}

    def properties(self, name: str, keys: list[str]) -> list[str]:
        """Return the settings that some properties of a resource show or ask for."""
        found: list[KeyPath] = []
        for key in keys:
            for source in self._causes.inside(("Resources", name, "Properties", key)):
                found += [origin.setting for origin in source.origins]
                text = self._causes.text(source)
                found += self._causes.named(text.values(source.partial.line) if text else [])
        return self._collapsed(found)

    def resource(self, name: str) -> list[str]:
        """Return the settings that any part of a resource shows or asks for."""
        template = self._rendering.template
        path: KeyPath = ("Resources", name)
        found = [origin.setting for each in self._causes.inside(path) for origin in each.origins]
        source = template.source(path)
        if source:
            text = self._causes.text(source)
            expressions = text.block(source.partial.line) if text else []
            calls = calls_in(expressions)
            for each in self._causes.texts.values():
                called = each.called_in(calls)
                expressions += called
                calls |= calls_in(called)
            found += self._causes.named(expressions)
        return self._collapsed(found)

    def _collapsed(self, paths: list[KeyPath]) -> list[str]:
        """Return settings in the order of the config, a section of which all are named once."""
        config = self._rendering.config
        wanted = {self._setting(path) for path in dict.fromkeys(paths)}
        return _within(config.settings, (), wanted, ancestors(wanted))[0]

    def _setting(self, path: KeyPath) -> KeyPath:
        if path not in self._settings:
            self._settings[path] = _setting(self._rendering.config.schema, path)
        return self._settings[path]


def in_sections(names: list[str]) -> list[str]:
    """Return settings by section, those of a section behind its name: `fleet: images, volumes`."""
    sections: dict[str, list[str]] = {}
    for name in names:
        section, _, rest = name.partition(".")
        sections.setdefault(section, []).extend([rest] if rest else [])
    return [_section(name, inner) for name, inner in sections.items()]


def _section(name: str, inner: list[str]) -> str:
    if len(inner) == 1:
        return f"{name}.{inner[0]}"
    return f"{name}: {', '.join(inner)}" if inner else name


def _setting(schema: Schema, path: KeyPath) -> KeyPath:
    """Return the setting that a path leads to or into: an open map or a list is one setting."""
    for length in range(1, len(path)):
        if not subschema(schema, path[:length]).get("properties"):
            return path[:length]
    return path


def _within(
    value: Any, path: KeyPath, wanted: set[KeyPath], around: frozenset[KeyPath]
) -> tuple[list[str], bool]:
    """Return the wanted settings at a path or below it, and whether that is all of them."""
    if path in wanted:
        return [dotted(path)], True
    if path not in around or not isinstance(value, dict):
        return [], False
    inner = [_within(item, (*path, key), wanted, around) for key, item in value.items()]
    if path and len(inner) > 1 and all(whole for _, whole in inner):
        return [dotted(path)], True
    return [name for names, _ in inner for name in names], False
