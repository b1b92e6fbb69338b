"""The template that another value of a setting would make; it need not make sense otherwise."""

import copy
from typing import Any, NamedTuple

from pipeline.config.schema import Schema, fill_defaults, subschema
from pipeline.diagnostic import InvalidInput, Location
from pipeline.paths import KeyPath, exists, value_at
from pipeline.render.context import partial_context
from pipeline.render.jinja import PartialEnvironment
from pipeline.template.assembly import Rendering, make_template
from pipeline.template.template import Template

_REJECTED = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError, InvalidInput)


class Other(NamedTuple):
    """Another value of a setting, and the template that it makes."""

    value: Any
    template: Template


def with_another(
    rendering: Rendering, partials: PartialEnvironment, setting: KeyPath
) -> Other | None:
    """Render with another value that makes a difference, else one that can be rendered, if any."""
    config = rendering.config
    schema = subschema(config.schema, setting)
    found = None
    for value in _others(schema, value_at(config.settings, setting)):
        changed = copy.copy(config)
        changed.settings = _replaced(config.settings, setting, value)
        changed.data = _replaced(config.data, setting, value)
        changed.locations = {**config.locations, setting: Location(config.name)}
        try:
            values = partial_context(changed, rendering.name)
            template = make_template(partials, changed, values)
        except _REJECTED:
            continue
        if template.data != rendering.template.data:
            return Other(value, template)
        found = found or Other(value, template)
    return found


def _others(schema: Schema, value: Any) -> list[Any]:
    """Return other values than this one that a setting may have, as far as they are known."""
    if isinstance(value, bool):
        return [not value]
    numbers = [value + 1, value - 1] if isinstance(value, (int, float)) else []
    known = [schema.get("default"), *schema.get("enum", []), *schema.get("examples", [])]
    types = schema.get("type", [])
    text = [f"{value or 'a'}-b"] if "string" in types else []
    count = [1] if "integer" in types or "number" in types else []
    found = (*numbers, *known, *text, *count)
    return [fill_defaults(schema, each) for each in found if each not in (None, value)]


def _replaced(values: Any, path: KeyPath, value: Any) -> Any:
    """Return a copy of nested maps and lists with another value at a path."""
    if not path:
        return value
    made: Any = list(values) if isinstance(values, list) else dict(values or {})
    inner = values[path[0]] if exists(values, path[:1]) else {}
    made[path[0]] = _replaced(inner, path[1:], value)
    return made
