"""From template data to the one text that stands for it, by cfn-flip's dumper.

cfn-flip gives the house style: short forms of functions, block style, scripts as `|` blocks. Its
known edges are fenced here, and the text is parsed again and compared with the data, so that an
edge nobody knows yet cannot reach a template.
"""

from __future__ import annotations

import re
from typing import Any

import yaml

from pipeline.diagnostic import Location
from pipeline.render.placeholders import Rendered
from pipeline.template.dumper import Dumper
from pipeline.template.fragment import parse
from pipeline.template.template import Template

SECTIONS = (
    "AWSTemplateFormatVersion", "Description", "Transform", "Metadata", "Parameters", "Rules",
    "Mappings", "Conditions", "Resources", "Outputs",
)  # fmt: skip
ATTRIBUTES = (
    "Type", "Condition", "DependsOn", "Metadata", "CreationPolicy", "UpdatePolicy",
    "DeletionPolicy", "UpdateReplacePolicy", "Properties",
)  # fmt: skip
# Sections and resources start after a blank line, which cfn-flip does not write. Parameters of an
# AWS type look like resources, but are read as a list.
_SECTION = re.compile(r"^[A-Z]\w+:$", re.MULTILINE)
_ELEMENT = re.compile(
    r"(?<=\n)  [A-Za-z0-9]+:$(?=\n    Type: AWS::(?!SSM::Param|EC2::Im))", re.MULTILINE
)
_UNFOLDED = 1_000_000  # a folded line is a diff that nobody can read


class NormaliseError(Exception):
    """The text does not say what the data says: a bug of this program or of cfn-flip."""


def normalise(template: Template) -> str:
    """Return the template's text, sections and attributes in canonical order."""
    data = _ordered(template.data)
    text: str = yaml.dump(
        data, Dumper=Dumper, default_flow_style=False, allow_unicode=True, width=_UNFOLDED
    )
    first = _SECTION.search(text)
    start = first.start() if first else len(text)  # texts, which may hold anything, come before
    text = text[:start] + _ELEMENT.sub(r"\n\g<0>", _SECTION.sub(r"\n\g<0>", text[start:]))
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
    read = parse_template(text, "the normalised template")
    if read != data:
        differing = [key for key in data if read.get(key) != data[key]]
        raise NormaliseError(f"the text does not say what the data says in {', '.join(differing)}")
