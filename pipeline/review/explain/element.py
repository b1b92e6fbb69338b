"""Where an element comes from: partial, setting, layer; what it refers to; what else shows it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pipeline.config.schema import subschema
from pipeline.paths import KeyPath, children, dotted, exists, value_at
from pipeline.render.provenance import Origin, Sources
from pipeline.review.canonical import canonical
from pipeline.review.causes import Causes
from pipeline.review.partial_text import read_partials
from pipeline.review.references import conditions, references
from pipeline.template.assembly import Rendering

_REFERENCES = ("Ref", "Fn::GetAtt")
_FOLLOWED = ("Parameters", "Conditions", "Mappings")  # a resource is asked for by its own name


def explain_element(rendering: Rendering, partials: Path, root: KeyPath) -> str:
    """Return what is known of everything in an element of the template."""
    return "\n".join([dotted(root), *Explanation(rendering, partials).lines(root)]) + "\n"


class Explanation:
    """Explains elements of one rendering, each parameter and condition once."""

    def __init__(self, rendering: Rendering, partials: Path) -> None:
        self._rendering = rendering
        self._data = rendering.template.data
        self._causes = Causes(rendering, read_partials(partials))
        self._seen: set[KeyPath] = set()

    def lines(self, root: KeyPath) -> Iterator[str]:
        """Yield the lines on each value in an element, and on what the values refer to."""
        for path, value in _leaves(value_at(self._data, root), root):
            name = dotted(path[len(root) :])
            yield f"  {name + ': ' if name else ''}{shown(value)}"
            source = self._rendering.template.source(path)
            if source:
                yield f"    made in {source.partial}"
                for origin in source.origins:
                    yield from self._setting(origin, path)
            for target in _targets(self._data, value, path):
                yield from self._target(target)

    def _target(self, path: KeyPath) -> Iterator[str]:
        """Yield the lines on what a value refers to: of a parameter or condition all of it."""
        source = self._rendering.template.source(path)
        made = f", made in {source.partial}" if source else ""
        type_ = value_at(self._data, path).get("Type") if path[0] == "Resources" else None
        yield f"    refers to {dotted(path)}{f' ({type_})' if type_ else ''}{made}"
        if path in self._seen:
            return
        self._seen.add(path)
        if path[0] in _FOLLOWED:
            yield from (f"    {line}" for line in self.lines(path))
        elif names := self._causes.asked(path):
            yield f"      which is there because of {', '.join(names)}"

    def _setting(self, origin: Origin, path: KeyPath) -> Iterator[str]:
        where = "not set in any file" if origin.layer == "default" else str(origin.location)
        yield f"    from {dotted(origin.setting)} ({origin.layer}: {where})"
        if text := subschema(self._rendering.config.schema, origin.setting).get("description"):
            yield f"      {text}"
        if others := _others(self._rendering.template.sources, origin, path):
            yield f"      also in {', '.join(others)}"


def shown(value: Any) -> str:
    """Return a value on one line, references as the template has them."""
    if isinstance(value, dict) and len(value) == 1:
        [(key, argument)] = value.items()
        if key == "Ref":
            return f"!Ref {argument}"
        if key == "Fn::GetAtt":
            parts = argument if isinstance(argument, list) else [argument]
            return f"!GetAtt {'.'.join(map(str, parts))}"
    return json.dumps(value, ensure_ascii=False)


def _leaves(value: Any, path: KeyPath) -> Iterator[tuple[KeyPath, Any]]:
    """Yield the values in an element that have nothing inside; a reference is one value."""
    inner = [*children(value)]
    if not inner or (isinstance(value, dict) and len(inner) == 1 and inner[0][0] in _REFERENCES):
        yield path, value
        return
    for key, item in inner:
        yield from _leaves(item, (*path, key))


def _targets(data: dict[str, Any], value: Any, path: KeyPath) -> list[KeyPath]:
    """Return what a value at a path refers to, as paths of the template."""
    is_text = path[-1:] == ("Fn::Sub",) or path[-2:] == ("Fn::Sub", 0)
    found: list[KeyPath] = [
        (section, each.target)
        for each in references(canonical({"Fn::Sub": value} if is_text else value))
        for section in ("Parameters", "Resources")
    ]
    if path[-1] == "Condition" or path[-2:] == ("Fn::If", 0):
        found.append(("Conditions", str(value)))
    found += [("Conditions", name) for name in conditions(value)]
    if path[-2:] == ("Fn::FindInMap", 0):
        found.append(("Mappings", str(value)))
    if "DependsOn" in path[-2:]:
        found.append(("Resources", str(value)))
    return [each for each in dict.fromkeys(found) if exists(data, each)]


def _others(sources: Sources, origin: Origin, path: KeyPath) -> list[str]:
    return [
        dotted(other)
        for other, source in sources.items()
        if other != path and any(each.setting == origin.setting for each in source.origins)
    ]
