"""Readers of YAML other than the pipeline's own, with CloudFormation's tags as long forms."""

from __future__ import annotations

from typing import Any

import yaml
from ruamel.yaml import YAML
from ruamel.yaml.constructor import SafeConstructor
from ruamel.yaml.nodes import MappingNode, SequenceNode


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """PyYAML's own idea of YAML 1.1, knowing nothing of this project."""


def _function(loader: yaml.SafeLoader, suffix: str, node: yaml.Node) -> Any:
    value: Any
    if isinstance(node, yaml.MappingNode):
        value = loader.construct_mapping(node, deep=True)
    elif isinstance(node, yaml.SequenceNode):
        value = loader.construct_sequence(node, deep=True)
    else:
        assert isinstance(node, yaml.ScalarNode)
        value = loader.construct_scalar(node)
    return _long_form(suffix, value)


def _long_form(suffix: str, value: Any) -> Any:
    if suffix == "GetAtt" and isinstance(value, str):
        value = value.split(".", 1)
    return {suffix if suffix == "Ref" else f"Fn::{suffix}": value}


_Loader.add_multi_constructor("!", _function)


def read_1_1(text: str) -> Any:
    """Return a template as PyYAML reads it."""
    return yaml.load(text, Loader=_Loader)  # noqa: S506 (derived from the safe one)


class _Constructor(SafeConstructor):
    """ruamel.yaml's idea of YAML 1.2."""


def _function_1_2(constructor: Any, suffix: str, node: Any) -> Any:
    value: Any
    if isinstance(node, MappingNode):
        value = SafeConstructor.construct_mapping(constructor, node, deep=True)
    elif isinstance(node, SequenceNode):
        value = constructor.construct_sequence(node, deep=True)
    else:
        value = constructor.construct_scalar(node)
    return _long_form(suffix, value)


_Constructor.add_multi_constructor("!", _function_1_2)


def read_1_2(text: str) -> Any:
    """Return a template as a reader of YAML 1.2 reads it."""
    reader = YAML(typ="safe", pure=True)
    reader.Constructor = _Constructor
    return reader.load(text)
