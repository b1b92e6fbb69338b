"""Template data as the nodes that cfn-flip makes of it, with cfn-flip's known edges fenced.

The fences are in what it is given: maps that are no function a tag can say are of a type of their
own, which it does not shorten, and multi-line strings are literals. No value is shared, so there
are no aliases. `cfn_flip.dump_yaml` writes these nodes with PyYAML's emitter, which knows no house
style; what is written instead is compared with the data in `pipeline/template/normalise.py`.
"""

from __future__ import annotations

import io
from typing import Any

import yaml
from cfn_flip.yaml_dumper import get_dumper
from cfn_tools import ODict
from cfn_tools.literal import LiteralString

from pipeline.template.intrinsics import short_form


class _Map:
    """A map that stays one. cfn-flip's own type for it makes a class for each key, to keep order.

    `items` is missing, so that PyYAML writes the pairs as they come.
    """

    def __init__(self, pairs: list[tuple[str, Any]]) -> None:
        self.pairs = pairs


_Dumper = get_dumper(clean_up=True)


def flip(data: dict[str, Any]) -> yaml.MappingNode:
    """Return the nodes that cfn-flip's dumper writes: short forms, keys in the data's order."""
    dumper = _Dumper(io.StringIO(), default_flow_style=False)
    node: yaml.MappingNode = dumper.represent_data(prepared(data))
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


def _represent(dumper: Any, value: _Map) -> yaml.Node:
    node: yaml.Node = dumper.represent_mapping("tag:yaml.org,2002:map", value.pairs)
    return node


yaml.add_representer(_Map, _represent, Dumper=_Dumper)
