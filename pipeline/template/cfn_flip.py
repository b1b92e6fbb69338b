"""Template data as the nodes that cfn-flip makes of it, with cfn-flip's known edges fenced.

The fences are in what it is given: maps that are no function a tag can say are of a type of their
own, which it does not shorten, and multi-line strings are literals. No value is shared, so there
are no aliases. `cfn_flip.dump_yaml` writes these nodes with PyYAML's emitter, which knows no house
style; what is written instead is compared with the data in `pipeline/template/normalise.py`.
"""

from __future__ import annotations

import functools
import io
from typing import Any

import yaml
from cfn_flip.yaml_dumper import get_dumper
from cfn_tools import ODict
from cfn_tools.literal import LiteralString

from pipeline.template.intrinsics import short_form

_CfnFlipDumper = get_dumper(clean_up=True)


class _Map:
    """A map that stays one; cfn-flip's own type for it makes a class for each key."""

    def __init__(self, pairs: list[tuple[str, Any]]) -> None:
        self.pairs = pairs


class _Dumper(_CfnFlipDumper):  # type: ignore[misc, valid-type]
    """cfn-flip's dumper, which makes one node of a text however often it comes."""

    def represent_data(self, data: Any) -> yaml.Node:
        """Return the node of a value."""
        if isinstance(data, str):
            return _node_of_text(data)
        node: yaml.Node = super().represent_data(data)
        return node

    def ignore_aliases(self, _data: object) -> bool:
        """Say that no value is an alias, without looking for the same one."""
        return True


def flip(data: dict[str, Any]) -> yaml.MappingNode:
    """Return the nodes that cfn-flip's dumper writes: short forms, keys in the data's order."""
    node = _DUMPER.represent_data(prepared(data))
    assert isinstance(node, yaml.MappingNode)
    return node


def prepared(value: Any, *, is_argument: bool = False) -> Any:
    """Return a copy in the types that cfn-flip's dumper knows, and maps that stay maps."""
    if isinstance(value, dict):
        is_function = short_form(value) is not None
        pairs = [(key, prepared(item, is_argument=is_function)) for key, item in value.items()]
        return ODict(pairs) if is_function or is_argument else _Map(pairs)
    if isinstance(value, list):
        return [prepared(item) for item in value]
    if isinstance(value, str) and "\n" in value:
        return LiteralString(value)
    return value


@functools.lru_cache(maxsize=8192, typed=True)  # a literal is equal to its text, of another type
def _node_of_text(text: str) -> yaml.Node:
    node: yaml.Node = _CfnFlipDumper.represent_data(_DUMPER, text)
    return node


def _represent(dumper: Any, value: _Map) -> yaml.Node:
    node_of = dumper.represent_data
    pairs = [(node_of(key), node_of(item)) for key, item in value.pairs]
    return yaml.MappingNode("tag:yaml.org,2002:map", pairs, flow_style=False)


_DUMPER = _Dumper(io.StringIO(), default_flow_style=False)
yaml.add_representer(_Map, _represent, Dumper=_CfnFlipDumper)
