"""From template data to the one text that stands for it, by cfn-flip's dumper.

cfn-flip gives the house style: short forms of functions, block style, scripts as `|` blocks. Its
known edges are fenced here, and the text is parsed again and compared with the data, so that an
edge nobody knows yet cannot reach a template.
"""

from __future__ import annotations

import re
from typing import Any

import yaml
from cfn_flip.yaml_dumper import CleanDumper
from yaml.emitter import ScalarAnalysis

from pipeline.fragment import parse
from pipeline.intrinsics import short_form
from pipeline.markers import Rendered
from pipeline.merge import Template
from pipeline.problem import Place
from pipeline.scalars import is_plain

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
_PAIRS = ({"Key", "Value"}, {"Key", "Value", "PropagateAtLaunch"}, {"Name", "Value"})
_ONE_LINE = 120
_UNFOLDED = 1_000_000  # a folded line is a diff that nobody can read
_SIMPLE = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_/.")


class NormaliseError(Exception):
    """The text does not say what the data says: a bug of this program or of cfn-flip."""


def normalise(template: Template) -> str:
    """Return the template's text, sections and attributes in canonical order."""
    data = _ordered(template.data)
    text: str = yaml.dump(
        data, Dumper=_Dumper, default_flow_style=False, allow_unicode=True, width=_UNFOLDED
    )
    first = _SECTION.search(text)
    start = first.start() if first else len(text)  # texts, which may hold anything, come before
    text = text[:start] + _ELEMENT.sub(r"\n\g<0>", _SECTION.sub(r"\n\g<0>", text[start:]))
    _verify(text, data)
    return text


def parse_template(text: str, name: str) -> dict[str, Any]:
    """Return a normalised template's text as data, functions in long form."""
    lines = [Place(name, number) for number in range(1, text.count("\n") + 2)]
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


class _Dumper(CleanDumper):  # type: ignore[misc]
    """cfn-flip's dumper, with its edges fenced."""

    def ignore_aliases(self, data: object) -> bool:
        """Write a shared value out each time: CloudFormation knows no aliases."""
        return True

    def represent_mapping(self, tag: str, mapping: Any, flow_style: bool | None = None) -> Any:
        """Keep the order of the keys, which PyYAML would sort."""
        return super().represent_mapping(tag, list(mapping.items()), flow_style)

    def analyze_scalar(self, scalar: str) -> Any:
        """Skip the character-by-character look at words that need none."""
        if scalar and _SIMPLE.issuperset(scalar):
            return ScalarAnalysis(scalar, False, False, True, True, True, True, True)
        return super().analyze_scalar(scalar)

    def choose_scalar_style(self) -> str:
        """Write `!Ref Name` without quotes, and quote what readers would take differently."""
        event, analysis = self.event, self.analyze_scalar(self.event.value)
        self.analysis: ScalarAnalysis | None = analysis
        if event.value.endswith("\n\n") or event.value == "\n":
            return '"'  # a block would take in the empty line after it, too
        if event.style is None and event.tag and event.tag[:1] == "!":
            fits = analysis.allow_flow_plain if self.flow_level else analysis.allow_block_plain
            return "" if fits and is_plain(event.value) else "'"
        return str(super().choose_scalar_style())


def _mapping(dumper: _Dumper, data: dict[str, Any]) -> Any:
    short = short_form(data)
    if short is None:
        return dumper.represent_mapping("tag:yaml.org,2002:map", data)
    tag, argument = short
    if isinstance(argument, dict):
        return dumper.represent_mapping(tag, argument)
    if isinstance(argument, list):
        return dumper.represent_sequence(tag, argument, flow_style=_is_short(argument))
    return dumper.represent_scalar(tag, str(argument))


def _sequence(dumper: _Dumper, data: list[Any]) -> Any:
    node = dumper.represent_sequence("tag:yaml.org,2002:seq", data, flow_style=_is_short(data))
    for item, item_node in zip(data, node.value, strict=True):
        if _is_pair(item):
            item_node.flow_style = True  # a tag, attribute or dimension, which is read as one
    return node


def _is_short(items: list[Any]) -> bool:
    """Whether a list is read at a glance, and so goes on one line."""
    return all(_is_word(item) or _is_pair(item) for item in items) and len(str(items)) <= _ONE_LINE


def _is_pair(item: Any) -> bool:
    return isinstance(item, dict) and set(item) in _PAIRS and all(map(_is_word, item.values()))


def _is_word(value: Any) -> bool:
    short = short_form(value)
    argument = short[1] if short else value
    return not isinstance(argument, (dict, list)) and "\n" not in str(argument)


def _string(dumper: _Dumper, value: str) -> Any:
    style = None if "\n" in value or is_plain(value) else "'"
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style)


_Dumper.add_representer(dict, _mapping)
_Dumper.add_representer(list, _sequence)
_Dumper.add_representer(str, _string)
