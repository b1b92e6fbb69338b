"""Where a value of the template comes from: partial, setting, layer, and who else uses it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from pipeline.config.schema import Schema, subschema
from pipeline.diagnostic import Diagnostic, InvalidInput, Location, did_you_mean
from pipeline.paths import KeyPath, children, dotted, exists, value_at, walk
from pipeline.render.provenance import Origin, Sources
from pipeline.template.rendering import Rendering
from pipeline.template.template import MAPS


def explain(rendering: Rendering, schema: Schema, element: str) -> str:
    """Return an explanation of an element such as `AutoScalingGroup.MinSize`, or a whole resource.

    `Resources` and `Properties` may be left out. Raises InvalidInput if there is no such element.
    """
    root = _find(rendering, element)
    lines = [dotted(root)]
    for path, value in walk(value_at(rendering.template.data, root), root):
        if not any(children(value)):
            lines += _describe(rendering, schema, path, value, root)
    return "\n".join(lines) + "\n"


def _find(rendering: Rendering, element: str) -> KeyPath:
    parts = [int(part) if part.isdigit() else part for part in re.findall(r"[^.\[\]]+", element)]
    data = rendering.template.data
    named = parts[:1] if parts and parts[0] in data else []
    rest = parts[len(named) :]
    for section in named or [name for name in MAPS if name in data]:
        for path in ((section, *rest), (section, *rest[:1], "Properties", *rest[1:])):
            if exists(data, path):
                return path
    raise InvalidInput([_unknown(rendering, element, str(rest[0]) if rest else "")])


def _unknown(rendering: Rendering, element: str, first: str) -> Diagnostic:
    data = rendering.template.data
    resources = data.get("Resources", {})
    if first in resources:
        hint = f"{first} has " + ", ".join(resources[first].get("Properties", {}))
    else:
        known = [name for section in MAPS for name in data.get(section, {})]
        hint = did_you_mean(first, known) or "name a resource, such as LoadBalancer"
    location = Location(rendering.config.name)
    return Diagnostic(location, f"--explain {element}: no such element in the template", hint)


def _describe(
    rendering: Rendering, schema: Schema, path: KeyPath, value: Any, root: KeyPath
) -> Iterator[str]:
    source = rendering.template.source(path)
    name = dotted(path[len(root) :])
    shown = json.dumps(value, ensure_ascii=False)
    yield f"  {name + ': ' if name else ''}{shown}"
    if source:
        yield f"    made in {source.partial}"
        for origin in source.origins:
            yield from _setting(rendering, schema, origin, path)


def _setting(rendering: Rendering, schema: Schema, origin: Origin, path: KeyPath) -> Iterator[str]:
    where = "not set in any file" if origin.layer == "default" else str(origin.location)
    yield f"    from {dotted(origin.setting)} ({origin.layer}: {where})"
    if text := subschema(schema, origin.setting).get("description"):
        yield f"      {text}"
    if others := _others(rendering.template.sources, origin, path):
        yield f"      also in {', '.join(others)}"


def _others(sources: Sources, origin: Origin, path: KeyPath) -> list[str]:
    return [
        dotted(other)
        for other, source in sources.items()
        if other != path and any(each.setting == origin.setting for each in source.origins)
    ]
