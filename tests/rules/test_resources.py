"""What the engine's functions find of a resource: rows of resources.yml."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import pytest
import yaml
from cfnlint.rules import Rules

from .corpus import HERE
from .found import indexed

DATA = yaml.safe_load((HERE / "resources.yml").read_text(encoding="utf-8"))
ROWS = [(name, *row) for name, rows in DATA.items() for row in rows]


def _measured(engine: Any, resource: Any, expected: dict[str, bool]) -> dict[str, bool]:
    [agent] = engine.agents(resource.view)
    return {metric: agent.measures(metric) for metric in expected}


def _agents(engine: Any, resource: Any) -> list[list[Any]]:
    found = engine.agents(resource.view)
    return [[each.namespace, [sorted(names) for names in each.aggregations]] for each in found]


def _names(resources: Any) -> list[str] | None:
    return resources and [each.name for each in resources]


def _sorted(found: set[str] | None) -> list[str] | None:
    return None if found is None else sorted(found)


FUNCTIONS: dict[str, Callable[[Any, Any], Any]] = {
    "allowed": lambda engine, resource: _sorted(engine.allowed(resource)),
    "has_others": lambda engine, resource: engine.has_others(resource),
    "launch_for": lambda engine, resource: (
        engine.launch_for(resource) and engine.launch_for(resource).resource.name
    ),
    "launch.roles": lambda engine, resource: _names(engine.launch_of(resource).roles),
    "launch.security_groups": lambda engine, resource: list(
        engine.launch_of(resource).security_groups
    ),
    "agents": _agents,
    "users": lambda _, resource: _names(resource.view.users(resource)),
    "before": lambda _, resource: sorted(resource.view.before(resource)),
    "is_exposed": lambda _, resource: resource.view.is_exposed(resource),
}


@pytest.mark.parametrize(("name", "body", "others", "expected"), ROWS)
def test_a_function(
    name: str, body: dict[str, Any], others: dict[str, Any], expected: Any, rules: Rules
) -> None:
    assert rules
    engine = sys.modules["ec2_readiness.engine"]
    template = {"Resources": {"R": body, **others}}
    [view] = sys.modules["ec2_readiness.engine._stack"].stack_of(indexed(template)).views
    resource = view.resources["R"]
    if name == "measures":
        found: Any = _measured(engine, resource, expected)
    elif name in FUNCTIONS:
        found = FUNCTIONS[name](engine, resource)
    else:
        found = getattr(engine.launch_of(resource), name.removeprefix("launch."))
    assert found == expected
