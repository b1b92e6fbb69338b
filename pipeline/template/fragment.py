"""From a rendered partial to CloudFormation data in which every element knows its source."""

import functools
from typing import Any, NamedTuple

import yaml

from pipeline.diagnostic import Diagnostic, InvalidInput
from pipeline.render.placeholders import Rendered, has_values
from pipeline.render.provenance import Sources
from pipeline.template.nodes import data_of
from pipeline.yaml_source.events import compose

# Values are not in a partial's text, so that most environments have the same.
_compose = functools.lru_cache(maxsize=256)(compose)


class Fragment(NamedTuple):
    """A part of a template as data, and the source of each of its elements."""

    name: str
    data: dict[str, Any]
    sources: Sources


def parse(rendered: Rendered) -> Fragment:
    """Parse a rendered partial; raises InvalidInput with the partial's line for each slip in it."""
    try:
        root = _compose(rendered.text, rendered.name)
    except InvalidInput as invalid_input:
        raise InvalidInput(
            _at_source(rendered, diagnostic) for diagnostic in invalid_input.diagnostics
        ) from None
    if root is None:
        return Fragment(rendered.name, {}, {})
    if not isinstance(root, yaml.MappingNode):
        raise InvalidInput(
            [Diagnostic(rendered.lines[0], "not a map of sections such as 'Resources'")]
        )
    return Fragment(rendered.name, *data_of(root, rendered))


def _at_source(rendered: Rendered, diagnostic: Diagnostic) -> Diagnostic:
    line = min(diagnostic.location.line, len(rendered.lines)) - 1
    hint = (
        diagnostic.hint
        if not has_values(rendered.text.split("\n")[line])
        else ("a {{ value }} is one YAML scalar: it needs no quotes, and joins text inside quotes")
    )
    return Diagnostic(rendered.lines[line], diagnostic.message, hint)
