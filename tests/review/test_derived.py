"""Which settings make a difference to what partials see beside them."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.paths import dotted
from pipeline.review.derived import Derived, _changed, _flat, _mentions, _off, _with
from tests.review.support import render


def _agent(*, memory: bool, disk: bool, each: bool) -> dict[str, Any]:
    """Return what the agent measures: memory and disk for alarms, both of each instance."""
    alarms = {"memory": {"enabled": memory}, "disk": {"enabled": disk}}
    return {"alarms": alarms, "metrics": {"per_instance": each}}


MEMORY, DISK, EACH = "alarms.memory.enabled", "alarms.disk.enabled", "metrics.per_instance"


@pytest.mark.parametrize(
    ("change", "name", "member", "expected"),
    [
        ({}, "nothing", "", []),
        ({}, "nothing.inside", "", []),
        # Written settings that make a difference, those that change how many there are first.
        (_agent(memory=True, disk=True, each=False), "agent_metrics", "", [MEMORY, DISK]),
        (_agent(memory=False, disk=True, each=True), "agent_metrics", "", [EACH]),
        (_agent(memory=False, disk=False, each=False), "agent_metrics", "", [MEMORY, DISK, EACH]),
        (_agent(memory=True, disk=True, each=False), "agent_metrics", "disk", [DISK]),
        (_agent(memory=False, disk=False, each=False), "agent_metrics", "disk", [DISK, EACH]),
        # Where none makes one, those that the name or the member mentions.
        (_agent(memory=True, disk=True, each=True), "agent_metrics", "disk", [DISK]),
        (_agent(memory=True, disk=True, each=True), "agent_metrics", "mem", []),
        ({}, "agent_metrics", "disk", [DISK]),
    ],
)
def test_the_settings_behind_a_name(
    change: dict[str, Any], name: str, member: str, expected: list[str]
) -> None:
    found = Derived(render(change).config).behind(name, member)
    assert list(map(dotted, found)) == expected


@pytest.mark.parametrize(("name", "first"), [("disk", DISK), ("mem", MEMORY)])
def test_what_a_name_mentions_comes_first(name: str, first: str) -> None:
    found = Derived(render().config).behind(f"agent_metrics.{name}")
    assert dotted(found[0]) == first
    assert set(map(dotted, found)) > {MEMORY, DISK, EACH}


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (True, False),
        (False, False),
        (5, None),
        ("a", None),
        (None, None),
        (["a"], []),
        ({"a": True, "b": {"c": ["d"], "e": 5}}, {"a": False, "b": {"c": [], "e": None}}),
        ({}, {}),
    ],
)
def test_a_setting_that_is_off(value: Any, expected: Any) -> None:
    assert _off(value) == expected


@pytest.mark.parametrize(
    ("value", "choices", "expected"),
    [
        (True, [], False),
        (False, [], True),
        (5, [], 4),
        (0.5, [], -0.5),
        ("a", [], None),
        (None, [], None),
        ("a", ["a", "b", "c"], "b"),
        ("b", [None, "a", "b"], "a"),
        ("a", ["a"], None),
        (None, [None, "a"], "a"),
        ("x", ["a", "b"], None),
    ],
)
def test_another_value_of_a_setting(value: Any, choices: list[Any], expected: Any) -> None:
    assert _changed(value, choices) == expected


def test_a_copy_with_another_value() -> None:
    values = {"a": {"b": [1, 2]}, "c": 3}
    assert _with(values, ("a", "b", 1), 9) == {"a": {"b": [1, 9]}, "c": 3}
    assert _with(values, (), 5) == 5
    assert values == {"a": {"b": [1, 2]}, "c": 3}
    assert _flat({"a": {"b": 1}, "c": 2}) == {"a": {"b": 1}, "a.b": 1, "c": 2}


@pytest.mark.parametrize(
    ("path", "member", "expected"),
    [
        (("alarms", "disk"), "DiskAlarm", True),
        (("alarms", "cpu_high"), "CPUHighAlarm", True),
        (("alarms", "memory"), "DiskAlarm", False),
        (("disk", "size"), "DiskAlarm", False),  # a section is too wide
        (("volumes", 0), "Volume0", True),
    ],
)
def test_a_name_that_mentions_a_setting(path: Any, member: str, *, expected: bool) -> None:
    assert _mentions(path, member) is expected
