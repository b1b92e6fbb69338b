"""Which config line a change of the template comes from.

Most values carry their setting with them. For the others (what Jinja computed, what an `if` or a
loop decides, what is gone) the partial's own text says which settings it asks.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from typing import Any

from pipeline.diagnostic import Location
from pipeline.paths import KeyPath, dotted, exists, starts_with
from pipeline.render.provenance import Origin, Source
from pipeline.review.derived import Derived
from pipeline.review.differences import MISSING
from pipeline.review.partial_text import PartialText, members, names
from pipeline.review.records import Cause
from pipeline.review.unchanged import is_new_in, unchanged_settings
from pipeline.review.wording import text_of
from pipeline.template.assembly import Rendering


class Causes:
    """Leads elements of one rendering to config lines; `texts` are those of the partials.

    `before` is the template that it replaces, if it does: what that shows as well is no cause.
    """

    def __init__(
        self,
        rendering: Rendering,
        texts: dict[str, PartialText],
        before: dict[str, Any] | None = None,
    ) -> None:
        self._rendering = rendering
        self.texts = texts
        self._before = before or {}

    def text(self, source: Source | None) -> PartialText | None:
        """Return the text of the partial that made an element."""
        return self.texts.get(source.partial.file.rpartition("/")[2]) if source else None

    @functools.cached_property
    def _derived(self) -> Derived:
        return Derived(self._rendering.config)

    def of(self, path: KeyPath, before: Any = None, after: Any = None) -> Cause:
        """Return the cause of an element's change; `path` may name one that is gone.

        Where several settings make up a value, that one counts whose text is new in it.
        """
        config, settings = self._rendering.config, self._rendering.config.settings
        origins = [each.setting for each in self._origins(path)]
        lines = [each for each in self._of_lines(path, before, after) if each in config.locations]
        is_entry = before is MISSING or after is MISSING
        if len(path) == 2:  # what decides whether there is such a resource comes first
            origins = [*self._asked(path), *origins]
        elif is_entry:  # what only this entry shows, then what decides whether there is one
            origins = [*self._own(path, origins), *self._asked(path), *origins]
        found = [*lines, *origins] or list(self._asked(path))
        found = [each for each in found if each not in self._unchanged] or found
        new = [each for each in found if not is_entry and is_new_in(settings, each, before, after)]
        written = [each for each in found if each in config.locations]
        for setting in (*(each for each in lines if each in new), *lines, *new, *written, *found):
            return self._cause(setting)
        source = self._rendering.template.source(path)
        if source and exists(self._rendering.template.data, path):
            return Cause(source.partial)
        return Cause(Location(config.name))

    @functools.cached_property
    def _unchanged(self) -> set[KeyPath]:
        return unchanged_settings(self._rendering, self._before)

    @functools.cached_property
    def _elements(self) -> dict[KeyPath, list[tuple[KeyPath, Source]]]:
        """What each element of a section is made of, by the path of the element."""
        found: dict[KeyPath, list[tuple[KeyPath, Source]]] = {}
        for key, source in self._rendering.template.sources.items():
            found.setdefault(key[:2], []).append((key, source))
        return found

    def inside(self, path: KeyPath) -> Iterator[Source]:
        """Yield the sources of all that is in an element of a section, or in a part of one."""
        for key, source in self._elements.get(path[:2], ()):
            if starts_with(key, path):
                yield source

    def named(self, expressions: list[str]) -> list[KeyPath]:
        """Return the settings that some expressions of partials name."""
        return [setting for each in expressions for setting in self._named(each)]

    def asked(self, path: KeyPath) -> list[str]:
        """Return the settings that decide whether a partial writes an element."""
        source = self._rendering.template.source(path)
        text = self.text(source)
        if source is None or text is None:
            return []
        around = [each for one in text.around(source.partial.line) for each in self._named(one)]
        return list(dict.fromkeys(map(dotted, around)))

    def _of_lines(self, path: KeyPath, before: Any, after: Any) -> Iterator[KeyPath]:
        """Yield the settings that the partial asks for the lines of a text that are new in it."""
        old, new = (text_of(each).splitlines() for each in (before, after))
        source = self._rendering.template.source(path)
        text = self.text(source)
        if source is None or text is None or len(new) < 2:
            return
        for line in new:
            if line in old or not (asked := text.settings_of_line(line, source.partial.line)):
                continue
            inside, around = asked
            words = line.replace("=", " ").replace(":", " ").split()
            known = any(
                words[:1] == each.replace("=", " ").replace(":", " ").split()[:1] for each in old
            )
            for expression in [*inside, *around] if known else [*around, *inside]:
                yield from self._settings(expression)

    def _own(self, path: KeyPath, origins: list[KeyPath]) -> list[KeyPath]:
        """Return the settings of an entry that no other entry beside it shows."""
        sources = self._rendering.template.sources
        around = path[:-1]
        others = {
            origin.setting
            for key, source in sources.items()
            if starts_with(key, around) and not starts_with(key, path)
            for origin in source.origins
        }
        return [each for each in origins if each not in others]

    def _origins(self, path: KeyPath) -> list[Origin]:
        """Return the settings that an element shows, those of everything in it included."""
        sources = self._rendering.template.sources
        if path in sources and sources[path].origins:
            return list(sources[path].origins)
        return [origin for each in self.inside(path) for origin in each.origins]

    def _cause(self, setting: KeyPath) -> Cause:
        config = self._rendering.config
        if setting not in config.locations:
            return Cause(Location(config.name), dotted(setting), is_default=True)
        return Cause(config.location(setting), dotted(setting))

    def _asked(self, path: KeyPath) -> Iterator[KeyPath]:
        """Yield the settings that the partial asks for an element, the nearest first."""
        for text, line in self._lines(path):
            for expression in text.expressions(line):
                yield from self._settings(expression)

    def _lines(self, path: KeyPath) -> Iterator[tuple[PartialText, int]]:
        """Yield where the partials make an element: its own line first, then its resource's."""
        template = self._rendering.template
        source = template.sources.get(path) if exists(template.data, path) else None
        text = self.text(source)
        if source and text:
            yield text, source.partial.line
        name = str(path[1]) if len(path) > 1 else ""
        for each in self.texts.values():
            for line in each.definitions(name):
                if source is None and len(path) > 2:
                    yield from ((each, inner) for inner in each.keys_below(line, str(path[-1])))
                yield each, line

    def _settings(self, expression: str) -> Iterator[KeyPath]:
        for setting in self._named(expression):
            yield from self._leaves(setting)

    def _named(self, expression: str) -> Iterator[KeyPath]:
        """Yield the settings that an expression names, itself or by a derived name."""
        for member, name in members(expression):
            yield from self._derived.behind(name, member)
        for name in names(expression):
            yield from self._setting(name)

    def _setting(self, name: str) -> list[KeyPath]:
        """Return the settings behind a name in a partial, of a derived one all of them."""
        parts: KeyPath = tuple(name.split("."))
        settings = self._rendering.config.settings
        if parts[0] not in settings:
            return self._derived.behind(name)
        while parts and not exists(settings, parts):
            parts = parts[:-1]
        return [parts] if parts else []

    def _leaves(self, setting: KeyPath) -> Iterator[KeyPath]:
        """Yield a setting; of a section the settings in it that are written."""
        locations = self._rendering.config.locations
        yield from (each for each in locations if each != setting and starts_with(each, setting))
        if setting in locations or len(setting) > 1:
            yield setting
