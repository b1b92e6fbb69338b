"""Template data as the text that cfn-flip makes of it, with cfn-flip's known edges fenced.

The fences are in what it is given: maps that are no function a tag can say are of a type of their
own, which it does not shorten, and multi-line strings are literals. No value is shared, so it
writes no aliases. What its text says is compared with the data later, in
`pipeline/template/normalise.py`.
"""

from __future__ import annotations

from typing import Any

import cfn_flip
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


def flip(data: dict[str, Any]) -> str:
    """Return the data in cfn-flip's YAML: short forms, block style, keys in the data's order."""
    return str(cfn_flip.dump_yaml(_prepared(data), clean_up=True))


def _prepared(value: Any, *, is_argument: bool = False) -> Any:
    """Return a copy in the types that cfn-flip's dumper knows, and maps that stay maps."""
    if isinstance(value, dict):
        is_function = short_form(value) is not None
        pairs = [(key, _prepared(item, is_argument=is_function)) for key, item in value.items()]
        return ODict(pairs) if is_function or is_argument else _Map(pairs)
    if isinstance(value, list):
        return [_prepared(item) for item in value]
    if isinstance(value, str) and "\n" in value:
        return LiteralString(value)
    return value


def _represent(dumper: Any, value: _Map) -> yaml.Node:
    node: yaml.Node = dumper.represent_mapping("tag:yaml.org,2002:map", value.pairs)
    return node


yaml.add_representer(_Map, _represent, Dumper=get_dumper(clean_up=True))
