"""cfn-flip's dumper, as this project's templates are written by it."""

from __future__ import annotations

from typing import Any

import yaml
from cfn_flip.yaml_dumper import CleanDumper
from yaml.emitter import ScalarAnalysis

from pipeline.template.intrinsics import short_form
from pipeline.yaml_source.scalars import is_plain

_PAIRS = ({"Key", "Value"}, {"Key", "Value", "PropagateAtLaunch"}, {"Name", "Value"})
_ONE_LINE = 120
_SIMPLE = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_/. ")


class Dumper(CleanDumper):  # type: ignore[misc]
    """cfn-flip's dumper, with its edges fenced and its slow ways shortened."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._resolved: dict[Any, Any] = {}
        self._tags: dict[str, str] = {}

    def ignore_aliases(self, data: object) -> bool:
        """Write a shared value out each time: CloudFormation knows no aliases."""
        return True

    def represent_mapping(self, tag: str, mapping: Any, flow_style: bool | None = None) -> Any:
        """Keep the order of the keys, which PyYAML would sort."""
        return super().represent_mapping(tag, list(mapping.items()), flow_style)

    def analyze_scalar(self, scalar: str) -> Any:
        """Skip the character-by-character look at words that need none."""
        if scalar[:1].isalnum() and scalar[-1:] != " " and _SIMPLE.issuperset(scalar):
            return ScalarAnalysis(scalar, False, False, True, True, True, True, True)
        return super().analyze_scalar(scalar)

    def resolve(self, kind: Any, value: Any, implicit: Any) -> Any:
        """Remember what YAML 1.1 takes a word for; a template is made of few words."""
        key = (kind, value, implicit) if kind is yaml.ScalarNode else None
        if key is None:
            return super().resolve(kind, value, implicit)
        if key not in self._resolved:
            self._resolved[key] = super().resolve(kind, value, implicit)
        return self._resolved[key]

    def prepare_tag(self, tag: str) -> str:
        """Remember how a tag is written."""
        if tag not in self._tags:
            self._tags[tag] = super().prepare_tag(tag)
        return self._tags[tag]

    def write_plain(self, text: str, split: bool = True) -> None:
        """Write a line in one go: nothing is folded, so no character needs a look."""
        if not text or "\n" in text or self.root_context:
            super().write_plain(text, split)
            return
        self.stream.write(text if self.whitespace else " " + text)
        self.column += len(text) + (not self.whitespace)
        self.whitespace: bool = False
        self.indention: bool = False

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


def _mapping(dumper: Dumper, data: dict[str, Any]) -> Any:
    short = short_form(data)
    if short is None:
        return dumper.represent_mapping("tag:yaml.org,2002:map", data)
    tag, argument = short
    if isinstance(argument, dict):
        return dumper.represent_mapping(tag, argument)
    if isinstance(argument, list):
        return dumper.represent_sequence(tag, argument, flow_style=_is_short(argument))
    return dumper.represent_scalar(tag, str(argument))


def _sequence(dumper: Dumper, data: list[Any]) -> Any:
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


def _string(dumper: Dumper, value: str) -> Any:
    style = None if "\n" in value or is_plain(value) else "'"
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style)


Dumper.add_representer(dict, _mapping)
Dumper.add_representer(list, _sequence)
Dumper.add_representer(str, _string)
