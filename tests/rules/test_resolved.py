"""What a template's functions are known to give: rows of resolved.yml."""

from __future__ import annotations

import sys
from typing import Any

import pytest
import yaml
from cfnlint.rules import Rules

from .corpus import HERE
from .found import indexed

DATA = yaml.safe_load((HERE / "resolved.yml").read_text(encoding="utf-8"))
TEMPLATE = {"Resources": {}, **DATA.pop("template")}
ROWS = [row for rows in DATA.values() for row in rows]


def _shown(value: Any) -> Any:
    """Return a value with its unknown parts as the table has them."""
    kind = type(value).__name__
    if kind == "Hole" and value.target:
        return f"({value.shown()[2:-1]})"
    if kind == "Hole":
        return f"({' '.join(['?', *sorted(value.mentions)])})"
    if kind in ("Text", "Encoded"):
        parts = value.parts if kind == "Text" else [value.content]
        return [kind.lower(), *map(_shown, parts)]
    if isinstance(value, dict):
        return {key: _shown(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_shown(item) for item in value]
    return "(nothing)" if kind == "_Nothing" else value


@pytest.mark.parametrize(("node", "expected"), ROWS, ids=str)
def test_a_function(node: Any, expected: Any, rules: Rules) -> None:
    assert rules
    [view] = sys.modules["ec2_readiness.engine._stack"].stack_of(indexed(TEMPLATE)).views
    assert _shown(view.resolver.resolve(node)) == expected
