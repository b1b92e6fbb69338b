"""The escape hatch: what a config says in CloudFormation's own words about the template."""

from __future__ import annotations

from typing import Any

from pipeline.config.extends import Config
from pipeline.config.keyed_lists import (
    REPLACE,
    identity,
    is_keyed,
    is_removal,
    is_replacement,
    names_of,
    position,
)
from pipeline.config.layer import VERBATIM
from pipeline.diagnostic import Diagnostic, InvalidInput, did_you_mean
from pipeline.paths import KeyPath, children, dotted, starts_with
from pipeline.render.provenance import Origin, Source
from pipeline.template.template import Template
from pipeline.yaml_source.functions import is_function


def apply_overrides(template: Template, config: Config, tree: dict[str, Any]) -> None:
    """Merge the tree over the template in place; raises InvalidInput where nothing matches.

    Maps merge, and lists whose entries have a name of their own merge by it; anything else
    replaces, as does a map with the only key `$replace`. Null removes: a property, an element, or
    the entry of a list in which all but the name is null. A section's element must exist: what is
    new belongs in a partial. Inside an element a property may be new.
    """
    merger = _Merger(template, config)
    for section, elements in tree.items():
        known = template.data.get(section, {})
        for name, change in elements.items():
            path = (section, name)
            if name in known:
                merger.merge(known, path, (VERBATIM, *path), change)
            else:
                merger.no_match((VERBATIM, *path), list(known))
        if section in template.data and not template.data[section]:
            del template.data[section]
    if merger.diagnostics:
        raise InvalidInput(merger.diagnostics)


class _Merger:
    """Merges values of the config into elements of the template; both have a path of their own."""

    def __init__(self, template: Template, config: Config) -> None:
        self.template = template
        self.config = config
        self.diagnostics: list[Diagnostic] = []

    def merge(self, into: Any, path: KeyPath, setting: KeyPath, change: Any) -> None:
        """Merge a change over what `into`, the parent, has at the last key of the path."""
        key = path[-1]
        old: Any = into.get(key) if isinstance(into, dict) else into[key]
        if change is None:
            self.remove(into, path, setting)
        elif change and _are_maps(change, old) and not is_replacement(change):
            for name, value in change.items():
                self.merge(old, (*path, name), (*setting, name), value)
        elif isinstance(change, list) and isinstance(old, list) and is_keyed(old):
            self.merge_entries(old, path, setting, change)
        else:
            self.forget(path, old)
            into[key] = self.new(path, setting, change)

    def merge_entries(
        self, old: list[Any], path: KeyPath, setting: KeyPath, changes: list[Any]
    ) -> None:
        """Merge the entries of a list over those of the same name."""
        if not changes:
            self.unnamed(setting, old)
        for number, change in enumerate(changes):
            where = (*setting, number)
            index = position(old, change)
            if not names_of(change) and not is_function(change):
                self.unnamed(where, old)
            elif index is None and names_of(change) and is_removal(change):
                self.no_match(where, [])
            elif index is None:
                old.append(self.new((*path, len(old)), where, change))
            elif names_of(change) and is_removal(change):
                self.remove_entry(old, (*path, index), where)
            else:
                self.merge(old, (*path, index), where, change)

    def remove(self, into: dict[str, Any], path: KeyPath, setting: KeyPath) -> None:
        """Remove a property or element; its source stays, and says by what it was removed."""
        if path[-1] not in into:
            self.no_match(setting, list(into))
            return
        self.forget(path, into.pop(path[-1]))
        self.own(path, setting)

    def remove_entry(self, old: list[Any], path: KeyPath, setting: KeyPath) -> None:
        """Remove the entry at a path, the sources of those after it moving up."""
        start, index = path[:-1], int(path[-1])
        depth = len(start)
        removed = old.pop(index)
        moved = {}
        for known in [each for each in self.template.sources if starts_with(each, start)]:
            at = known[depth] if len(known) > depth else None
            if isinstance(at, int) and at >= index:
                source = self.template.sources.pop(known)
                if at > index:
                    target = (*start, at - 1, *known[depth + 1 :])
                    moved[target] = source
        self.template.sources.update(moved)
        self.own((*start, *identity(removed)), setting)

    def new(self, path: KeyPath, setting: KeyPath, value: Any) -> Any:
        """Return a value for the template, and note that it and all inside come from the config."""
        if is_replacement(value):
            return self.new(path, (*setting, REPLACE), value[REPLACE])
        self.own(path, setting)
        if value is None:
            self.no_match(setting, [])
        inside = {
            key: self.new((*path, key), (*setting, key), item) for key, item in children(value)
        }
        if isinstance(value, list):
            return list(inside.values())
        return inside if isinstance(value, dict) else value

    def own(self, path: KeyPath, setting: KeyPath) -> None:
        """Note that the config decides about an element now."""
        around = self.template.source(path)
        origin = Origin(setting, self.config.location(setting), "override")
        partial = around.partial if around else origin.location
        self.template.sources[path] = Source(partial, (origin,))

    def forget(self, path: KeyPath, old: object) -> None:
        """Forget the sources of what was inside an element that goes."""
        if isinstance(old, (dict, list)):
            sources = self.template.sources
            inside = [each for each in sources if starts_with(each, path) and each != path]
            for known in inside:
                del sources[known]

    def no_match(self, setting: KeyPath, known: list[str]) -> None:
        """Report a change of what is not there."""
        hint = did_you_mean(setting[-1], known) or "define new elements in a partial"
        message = f"{dotted(setting)}: matches nothing"
        self.diagnostics.append(Diagnostic(self.config.location(setting), message, hint))

    def unnamed(self, setting: KeyPath, old: list[Any]) -> None:
        """Report an entry that cannot be merged into a list of named ones."""
        name = next(names_of(entry) for entry in old if names_of(entry))[0]
        message = f"{dotted(setting)}: no {name}, by which the entries of this list merge"
        hint = f"name the entry, or replace the whole list: {{{REPLACE}: [...]}}"
        self.diagnostics.append(Diagnostic(self.config.location(setting), message, hint))


def _are_maps(*values: object) -> bool:
    """Whether these are maps to merge: a function's call is one value."""
    return all(isinstance(value, dict) and not is_function(value) for value in values)
