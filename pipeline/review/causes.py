"""Which settings are behind an element of a rendered template.

Most values carry their setting with them. For the others (what Jinja computed, what an `if` or a
loop decides, what is gone) the partial's own text says which settings it asks.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator

from pipeline.config.unused import is_on
from pipeline.diagnostic import Location
from pipeline.paths import KeyPath, ancestors, dotted, exists, starts_with, value_at
from pipeline.render.provenance import Source
from pipeline.review.cause import Cause
from pipeline.review.derived import Derived
from pipeline.review.partial_text import PartialText, members, names
from pipeline.template.assembly import Rendering


class Causes:
    """Leads elements of one rendering to config lines; `texts` are those of the partials."""

    def __init__(self, rendering: Rendering, texts: dict[str, PartialText]) -> None:
        self._rendering = rendering
        self.texts = texts
        self._known: dict[str, list[KeyPath]] = {}

    def of(self, path: KeyPath) -> Cause:
        """Return the line that is most likely behind an element; a setting that is written first.

        `path` may name an element that is gone.
        """
        found = self._shown(path) or list(self._asked(path))
        written = [each for each in found if each in self._rendering.config.locations]
        for setting in (*written, *found):
            return self._cause(setting)
        return self._partial(path)

    def certain(self, path: KeyPath, *, is_added: bool = False) -> Cause:
        """Return the line that is behind an element beyond doubt: the only setting it can be.

        The partial's line where no setting is, and no line where several settings can be. One that
        is not written any more can be, too, unless what `is_added` would be off by its default.
        """
        shown = set(self._shown(path)) if len(path) > 2 else set()
        if shown and any(each.is_composed for each in self.inside(path)):
            return self.unknown
        asked = set() if shown else set(self._asked(path))
        asked -= ancestors(asked)
        written = asked & self._rendering.config.locations.keys()
        off = {each for each in asked - written if is_added and not self._is_on(each)}
        found = shown or written
        if len(found) == 1 and asked == written | off:
            return self._cause(found.pop())
        return self.unknown if found or asked else self._partial(path)

    def text(self, source: Source | None) -> PartialText | None:
        """Return the text of the partial that made an element."""
        return self.texts.get(source.partial.file.rpartition("/")[2]) if source else None

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
        return list(dict.fromkeys(map(dotted, self.named(self._around(path)))))

    def enabling(self, path: KeyPath) -> list[str]:
        """Return the settings that decide it, of those behind a derived name what makes it true."""
        found = (self._named(each, enabling=True) for each in self._around(path))
        return list(dict.fromkeys(dotted(setting) for each in found for setting in each))

    def _around(self, path: KeyPath) -> list[str]:
        """Return the expressions that decide whether a partial writes an element."""
        source = self._rendering.template.source(path)
        text = self.text(source)
        return list(text.around(source.partial.line)) if source and text else []

    @functools.cached_property
    def _derived(self) -> Derived:
        return Derived(self._rendering.config)

    @functools.cached_property
    def _elements(self) -> dict[KeyPath, list[tuple[KeyPath, Source]]]:
        """What each element of a section is made of, by the path of the element."""
        found: dict[KeyPath, list[tuple[KeyPath, Source]]] = {}
        for key, source in self._rendering.template.sources.items():
            found.setdefault(key[:2], []).append((key, source))
        return found

    @property
    def unknown(self) -> Cause:
        """The cause of what no line is known for: the config."""
        return Cause(Location(self._rendering.config.name))

    def _is_on(self, setting: KeyPath) -> bool:
        settings = self._rendering.config.settings
        return exists(settings, setting) and is_on(value_at(settings, setting))

    def _partial(self, path: KeyPath) -> Cause:
        source = self._rendering.template.source(path)
        is_there = source and exists(self._rendering.template.data, path)
        return Cause(source.partial) if source and is_there else self.unknown

    def _cause(self, setting: KeyPath) -> Cause:
        config = self._rendering.config
        if setting not in config.locations:
            return Cause(Location(config.name), dotted(setting), is_default=True)
        return Cause(config.location(setting), dotted(setting))

    def _shown(self, path: KeyPath) -> list[KeyPath]:
        """Return the settings that an element shows, those of everything in it included."""
        sources = self._rendering.template.sources
        if path in sources and sources[path].origins:
            return [each.setting for each in sources[path].origins]
        return [origin.setting for each in self.inside(path) for origin in each.origins]

    def _asked(self, path: KeyPath) -> Iterator[KeyPath]:
        """Yield the settings that the partial asks for an element, the nearest first."""
        for text, line in self._lines(path):
            for expression in text.expressions(line):
                for setting in self._named(expression):
                    yield from self._leaves(setting)

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

    def _named(self, expression: str, *, enabling: bool = False) -> Iterator[KeyPath]:
        """Yield the settings that an expression names, itself or by a derived name."""
        for member, name in members(expression):
            yield from self._derived.behind(name, member)
        for name in names(expression):
            alone = self._derived.enabling(name) if enabling else []
            yield from alone or self._behind(name)

    def _behind(self, name: str) -> list[KeyPath]:
        """Return the settings behind a name in a partial, worked out once."""
        if name not in self._known:
            self._known[name] = self._worked_out(name)
        return self._known[name]

    def _worked_out(self, name: str) -> list[KeyPath]:
        """Return the setting that a name is in, of a derived one all of them."""
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
