"""From template data to its one text.

cfn-flip normalises (`flip`), and what it makes is written in the house style (`write`). The
result is parsed again and compared with the data, so that an unknown edge of either cannot reach
a template.
"""

from __future__ import annotations

from typing import Any

import yaml

from pipeline.diagnostic import InvalidInput, Location
from pipeline.render.placeholders import Rendered
from pipeline.template.cfn_flip import flip
from pipeline.template.fragment import parse
from pipeline.template.house_style import write
from pipeline.template.template import Template
from pipeline.yaml_source.events import compose
from pipeline.yaml_source.functions import FUNCTION_OF_TAG, long_argument
from pipeline.yaml_source.scalars import Ambiguous, resolve

SECTIONS = (
    "AWSTemplateFormatVersion", "Description", "Transform", "Metadata", "Parameters", "Rules",
    "Mappings", "Conditions", "Resources", "Outputs",
)  # fmt: skip
ATTRIBUTES = (
    "Type", "Condition", "DependsOn", "Metadata", "CreationPolicy", "UpdatePolicy",
    "DeletionPolicy", "UpdateReplacePolicy", "Properties",
)  # fmt: skip


class NormaliseError(Exception):
    """The text does not say what the data says: a bug in this program or in cfn-flip."""


def normalise(template: Template) -> str:
    """Return the template's text, sections and attributes in canonical order."""
    data = _ordered(template.data)
    text = write(flip(data))
    _verify(text, data)
    return text


def parse_template(text: str, name: str) -> dict[str, Any]:
    """Return a normalised template's text as data, functions in long form."""
    lines = [Location(name, number) for number in range(1, text.count("\n") + 2)]
    return parse(Rendered(name, text, lines, [])).data


def _ordered(data: dict[str, Any]) -> dict[str, Any]:
    ordered = _by_order(data, SECTIONS)
    resources = ordered.get("Resources", {})
    ordered["Resources"] = {
        name: _by_order(resource, ATTRIBUTES) if isinstance(resource, dict) else resource
        for name, resource in resources.items()
    }
    return ordered


def _by_order(data: dict[str, Any], order: tuple[str, ...]) -> dict[str, Any]:
    known = [key for key in order if key in data]
    return {key: data[key] for key in (*known, *(key for key in data if key not in order))}


def _verify(text: str, data: dict[str, Any]) -> None:
    try:
        root = compose(text, "the normalised template")
        read = _read(root) if root else {}
    except (InvalidInput, Ambiguous) as error:
        raise NormaliseError(
            f"the text says nothing that every reader understands: {error}"
        ) from error
    if read != data:
        differing = [key for key in data if read.get(key) != data[key]]
        raise NormaliseError(f"the text does not say what the data says in {', '.join(differing)}")


def _read(node: yaml.Node) -> Any:
    """Return what a reader takes a node for, without the sources that `parse` looks for."""
    content: Any = node.value
    if isinstance(node, yaml.MappingNode):
        content = {_read(key): _read(value) for key, value in node.value}
    elif isinstance(node, yaml.SequenceNode):
        content = [_read(item) for item in node.value]
    elif isinstance(node, yaml.ScalarNode) and not node.style:
        content = resolve(node.value)
    if node.tag[:1] != "!":
        return content
    function = FUNCTION_OF_TAG.get(node.tag, node.tag)
    return {function: long_argument(function, content)}
