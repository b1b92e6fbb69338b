"""The template's text with the source of each line beside it, as comments."""

from __future__ import annotations

from collections.abc import Iterator

import yaml

from pipeline.paths import KeyPath, dotted
from pipeline.template.assembly import Rendering
from pipeline.template.template import Template
from pipeline.yaml_source.functions import FUNCTION_OF_TAG

_COLUMN = 72
_BLOCKS = ("|", ">")


def annotated(rendering: Rendering) -> str:
    """Return the text, still the same YAML: after each line the partial's line and the setting."""
    lines = rendering.text.removesuffix("\n").split("\n")
    root = yaml.compose(rendering.text, Loader=_LOADER)
    starts: dict[int, list[KeyPath]] = {}
    closed = set(range(len(lines)))
    for path, node in _nodes(root, ()) if root else ():
        first, last = node.start_mark.line, node.end_mark.line
        starts.setdefault(first, []).append(path)
        if isinstance(node, yaml.ScalarNode):
            inside = range(first + 1, last) if node.style in _BLOCKS else range(first, last)
            closed -= {*inside}  # a comment would be part of the text, or end it
    comments = {
        number: _sources(rendering.template, paths)
        for number, paths in starts.items()
        if number in closed
    }
    return "".join(_line(line, comments.get(number, "")) for number, line in enumerate(lines))


def _line(line: str, comment: str) -> str:
    return f"{line:<{_COLUMN}}  # {comment}\n" if comment else f"{line}\n"


def _sources(template: Template, paths: list[KeyPath]) -> str:
    """Return the partial's line that made what begins on a line, and the settings in it."""
    found = [source for path in paths if (source := template.source(path))]
    if not found:
        return ""
    settings = {
        f"{dotted(each.setting)} ({'default' if each.layer == 'default' else each.location})": None
        for path in paths
        if path in template.sources
        for each in template.sources[path].origins
    }
    return " <- ".join([str(found[-1].partial), *([", ".join(settings)] if settings else [])])


def _nodes(node: yaml.Node, path: KeyPath) -> Iterator[tuple[KeyPath, yaml.Node]]:
    """Yield the nodes of a template with their paths in its data, where each begins."""
    if node.tag in FUNCTION_OF_TAG:
        path = (*path, FUNCTION_OF_TAG[node.tag])
    yield path, node
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            inner = (*path, key.value)
            yield inner, key
            yield from _nodes(value, inner)
    elif isinstance(node, yaml.SequenceNode):
        for index, item in enumerate(node.value):
            yield from _nodes(item, (*path, index))


_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
