"""What the engine's functions make of values and texts: rows of values.yml and scripts.yml."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any

import pytest
import yaml
from cfnlint.rules import Rules

from .corpus import HERE


class _Loader(yaml.SafeLoader):
    """Reads a value with a tag as the tag and the data that it is made of."""


def _tagged(loader: _Loader, tag: str, node: yaml.Node) -> tuple[str, Any]:
    if isinstance(node, yaml.ScalarNode):
        return tag, loader.construct_scalar(node)
    if isinstance(node, yaml.SequenceNode):
        return tag, loader.construct_sequence(node, deep=True)
    assert isinstance(node, yaml.MappingNode)
    return tag, loader.construct_mapping(node, deep=True)


_Loader.add_multi_constructor("!", _tagged)
TEXT = "".join((HERE / f"{name}.yml").read_text("utf-8") for name in ("values", "scripts"))
ROWS = [
    (function, *row)
    for function, rows in yaml.load(TEXT, _Loader).items()  # noqa: S506 (a SafeLoader)
    for row in rows
]


def _made(value: Any, engine: Any) -> Any:
    """Return a value of the table as the engine has it."""
    if isinstance(value, dict):
        return {key: _made(item, engine) for key, item in value.items()}
    if isinstance(value, list):
        return [_made(item, engine) for item in value]
    if not isinstance(value, tuple):
        return value
    tag, body = value
    if tag == "hole":
        target, _, attribute = (body[0] if isinstance(body, list) else body).partition(".")
        return engine.Hole(target=target, attribute=attribute, covers=isinstance(body, list))
    if tag == "key":
        return engine.Hole(key=body)
    made = _made(body, engine)
    return engine.Text(tuple(made)) if tag == "text" else engine.Encoded(*made)


def _lists(value: Any) -> Any:
    """Return a list with the tuples in it as lists."""
    if isinstance(value, list):
        return [list(each) if isinstance(each, tuple) else each for each in value]
    return value


@pytest.mark.parametrize(("function", "arguments", "expected"), ROWS)
def test_a_value(function: str, arguments: list[Any], expected: Any, rules: Rules) -> None:
    assert rules
    module, name = function.split(".")
    engine = sys.modules["ec2_readiness.engine._values"]
    called = getattr(sys.modules[f"ec2_readiness.engine.{module}"], name)
    found = called(*_made(arguments, engine))
    found = _lists(list(found) if isinstance(found, Iterator) else found)
    assert found == _made(expected, engine)
    assert isinstance(found, bool) == isinstance(expected, bool)
