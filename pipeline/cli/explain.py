"""Where a value of the template comes from: partial, setting, layer, and who else uses it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from pipeline.config.config import Keys
from pipeline.config.schema import Schema, subschema
from pipeline.problem import Place, Problem, Refused
from pipeline.render.located import Origin
from pipeline.render.sources import Source, children
from pipeline.template.environment import Environment
from pipeline.template.merge import MAPS


def explain(environment: Environment, schema: Schema, path: str) -> str:
    """Return an explanation of an element such as `AutoScalingGroup.MinSize`, or a whole resource.

    `Resources` and `Properties` may be left out. Raises Refused if there is no such element.
    """
    keys = _find(environment, path)
    value = _at(environment.template.data, keys)
    lines = [f"{'.'.join(map(str, keys))}"]
    for leaf, item in _leaves(value, keys):
        lines += _describe(environment, schema, leaf, item, keys)
    return "\n".join(lines) + "\n"


def _find(environment: Environment, path: str) -> Keys:
    parts: list[str | int] = [int(part) if part.isdigit() else part for part in path.split(".")]
    data = environment.template.data
    sections = [parts[0]] if parts[0] in data else [name for name in MAPS if name in data]
    rest = parts[1:] if parts[0] in data else parts
    for section in sections:
        for keys in ((section, *rest), (section, *rest[:1], "Properties", *rest[1:])):
            if _exists(data, keys):
                return keys
    raise Refused([_unknown(environment, path, str(rest[0]) if rest else "")])


def _unknown(environment: Environment, path: str, first: str) -> Problem:
    import difflib

    resources = environment.template.data.get("Resources", {})
    known = [name for section in MAPS for name in environment.template.data.get(section, {})]
    if first in resources:
        properties = list(resources[first].get("Properties", {}))
        hint = f"{first} has " + ", ".join(properties)
    else:
        close = difflib.get_close_matches(first, known, 1)
        hint = f"did you mean '{close[0]}'?" if close else "name a resource, such as LoadBalancer"
    place = Place(environment.config.name)
    return Problem(place, f"--explain {path}: no such element in the template", hint)


def _describe(
    environment: Environment, schema: Schema, keys: Keys, value: Any, root: Keys
) -> Iterator[str]:
    source = environment.template.source(keys)
    name = ".".join(map(str, keys[len(root) :]))
    shown = json.dumps(value, ensure_ascii=False)
    yield f"  {name + ': ' if name else ''}{shown}"
    if source:
        yield f"    made in {source.partial}"
        for origin in source.origins:
            yield from _setting(environment, schema, origin, keys)


def _setting(environment: Environment, schema: Schema, origin: Origin, keys: Keys) -> Iterator[str]:
    where = "nobody wrote it" if origin.layer == "default" else str(origin.place)
    yield f"    from {origin.setting} ({origin.layer}: {where})"
    setting = origin.setting.replace("[", ".").replace("]", "").split(".")
    rule = subschema(schema, tuple(int(part) if part.isdigit() else part for part in setting))
    if text := rule.get("description"):
        yield f"      {text}"
    if others := _others(environment.template.sources, origin, keys):
        yield f"      also in {', '.join(others)}"


def _others(sources: dict[Keys, Source], origin: Origin, keys: Keys) -> list[str]:
    return [
        ".".join(map(str, other))
        for other, source in sources.items()
        if other != keys and any(each.setting == origin.setting for each in source.origins)
    ]


def _leaves(value: Any, keys: Keys) -> Iterator[tuple[Keys, Any]]:
    inside = list(children(value))
    if not inside:
        yield keys, value
    for key, item in inside:
        yield from _leaves(item, (*keys, key))


def _exists(data: Any, keys: Keys) -> bool:
    try:
        _at(data, keys)
    except (LookupError, TypeError):
        return False
    return True


def _at(data: Any, keys: Keys) -> Any:
    for key in keys:
        data = data[key]
    return data
