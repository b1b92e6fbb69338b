"""Where a value of the template comes from: partial, setting, layer, and who else uses it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from pipeline.config.layer import KeyPath
from pipeline.config.schema import Schema, subschema
from pipeline.diagnostic import Diagnostic, InvalidInput, Location
from pipeline.render.located import Origin
from pipeline.render.sources import Source, children
from pipeline.template.merge import MAPS
from pipeline.template.rendering import Rendering


def explain(rendering: Rendering, schema: Schema, path: str) -> str:
    """Return an explanation of an element such as `AutoScalingGroup.MinSize`, or a whole resource.

    `Resources` and `Properties` may be left out. Raises InvalidInput if there is no such element.
    """
    keys = _find(rendering, path)
    value = _at(rendering.template.data, keys)
    lines = [f"{'.'.join(map(str, keys))}"]
    for leaf, item in _leaves(value, keys):
        lines += _describe(rendering, schema, leaf, item, keys)
    return "\n".join(lines) + "\n"


def _find(rendering: Rendering, path: str) -> KeyPath:
    parts: list[str | int] = [int(part) if part.isdigit() else part for part in path.split(".")]
    data = rendering.template.data
    sections = [parts[0]] if parts[0] in data else [name for name in MAPS if name in data]
    rest = parts[1:] if parts[0] in data else parts
    for section in sections:
        for keys in ((section, *rest), (section, *rest[:1], "Properties", *rest[1:])):
            if _exists(data, keys):
                return keys
    raise InvalidInput([_unknown(rendering, path, str(rest[0]) if rest else "")])


def _unknown(rendering: Rendering, path: str, first: str) -> Diagnostic:
    import difflib

    resources = rendering.template.data.get("Resources", {})
    known = [name for section in MAPS for name in rendering.template.data.get(section, {})]
    if first in resources:
        properties = list(resources[first].get("Properties", {}))
        hint = f"{first} has " + ", ".join(properties)
    else:
        close = difflib.get_close_matches(first, known, 1)
        hint = f"did you mean '{close[0]}'?" if close else "name a resource, such as LoadBalancer"
    location = Location(rendering.config.name)
    return Diagnostic(location, f"--explain {path}: no such element in the template", hint)


def _describe(
    rendering: Rendering, schema: Schema, keys: KeyPath, value: Any, root: KeyPath
) -> Iterator[str]:
    source = rendering.template.source(keys)
    name = ".".join(map(str, keys[len(root) :]))
    shown = json.dumps(value, ensure_ascii=False)
    yield f"  {name + ': ' if name else ''}{shown}"
    if source:
        yield f"    made in {source.partial}"
        for origin in source.origins:
            yield from _setting(rendering, schema, origin, keys)


def _setting(rendering: Rendering, schema: Schema, origin: Origin, keys: KeyPath) -> Iterator[str]:
    where = "nobody wrote it" if origin.layer == "default" else str(origin.location)
    yield f"    from {origin.setting} ({origin.layer}: {where})"
    setting = origin.setting.replace("[", ".").replace("]", "").split(".")
    rule = subschema(schema, tuple(int(part) if part.isdigit() else part for part in setting))
    if text := rule.get("description"):
        yield f"      {text}"
    if others := _others(rendering.template.sources, origin, keys):
        yield f"      also in {', '.join(others)}"


def _others(sources: dict[KeyPath, Source], origin: Origin, keys: KeyPath) -> list[str]:
    return [
        ".".join(map(str, other))
        for other, source in sources.items()
        if other != keys and any(each.setting == origin.setting for each in source.origins)
    ]


def _leaves(value: Any, keys: KeyPath) -> Iterator[tuple[KeyPath, Any]]:
    inside = list(children(value))
    if not inside:
        yield keys, value
    for key, item in inside:
        yield from _leaves(item, (*keys, key))


def _exists(data: Any, keys: KeyPath) -> bool:
    try:
        _at(data, keys)
    except (LookupError, TypeError):
        return False
    return True


def _at(data: Any, keys: KeyPath) -> Any:
    for key in keys:
        data = data[key]
    return data
