"""Partials of which one at a time has another text; what others render to is remembered."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from pipeline.config.extends import Config
from pipeline.config.load import load_config
from pipeline.render.context import partial_context
from pipeline.render.jinja import PartialEnvironment, partial_names, render_partial
from pipeline.template import assembly
from pipeline.template.fragment import Fragment, parse
from pipeline.template.instances import NAMES
from pipeline.template.template import Template
from tests.rendered import SCHEMA

IMPORT = re.compile(r'{%-? *(?:from|import|include) "([^"]+)"')
_Values = dict[str, Any]


class ChangedPartials(PartialEnvironment):
    """The partials of a folder, one of which can have another text."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, None)
        self.name, self.text = "", ""
        assert self.loader
        self._source: Callable[..., Any] = self.loader.get_source
        self.loader.get_source = self._get_source  # type: ignore[assignment,method-assign]
        self._affected = frozenset[str]()
        self._by_place: dict[tuple[Path, str, str], Fragment] = {}
        self._by_text: dict[tuple[str, str, str], Fragment] = {}

    def change(self, name: str, text: str) -> None:
        """Render a partial from this text from now on, until another is changed."""
        if (name, text) == (self.name, self.text):
            return
        self._forget(self.name)
        self._forget(name)
        self.name, self.text = name, text
        self._affected = self._users(name)

    def template(self, path: Path) -> Template:
        """Return the template of a config, before it is text; raises InvalidInput."""
        config, values = _loaded(path)
        vars(assembly)["_fragments"] = functools.partial(self._fragments, path)
        return assembly.make_template(self, config, values)

    def _fragments(self, path: Path, _: PartialEnvironment, values: _Values) -> list[Fragment]:
        added = repr([values[name] for name, _kind in NAMES.values()])
        return [self._fragment(path, name, added, values) for name in partial_names(self.folder)]

    def _fragment(self, path: Path, name: str, added: str, values: _Values) -> Fragment:
        place = path, name, added
        known = None if name in self._affected else self._by_place.get(place)
        if known is None:
            rendered = render_partial(self, name, values)
            text = name, rendered.text, repr(rendered.values)
            known = self._by_text.get(text) or parse(rendered)
            if name not in self._affected:
                self._by_place[place] = self._by_text[text] = known
        return known._replace(data=_copied(known.data))

    def _users(self, name: str) -> frozenset[str]:
        """Return the partials that a text is part of, and its own name."""
        texts = {path.name: path.read_text("utf-8") for path in self.folder.glob("*.j2")}
        found = {name}
        while (
            more := {user for user, text in texts.items() if found & {*IMPORT.findall(text)}}
            - found
        ):
            found |= more
        return frozenset(found)

    def _get_source(self, environment: Any, name: str) -> Any:
        source = self._source(environment, name)
        return (self.text, *source[1:]) if name == self.name else source

    def _forget(self, name: str) -> None:
        assert self.cache is not None
        for known in [each for each in self.cache if each[1] == name]:
            del self.cache[known]


@functools.cache
def _loaded(path: Path) -> tuple[Config, _Values]:
    config = load_config(SCHEMA, path, path.name, path.parent)
    return config, partial_context(config, path.stem)


def _copied(data: Any) -> Any:
    """Return data whose maps and lists are new: merging and overrides change them."""
    if isinstance(data, dict):
        return {key: _copied(value) for key, value in data.items()}
    return [*map(_copied, data)] if isinstance(data, list) else data
