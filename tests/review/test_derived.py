"""Which settings make a difference to what partials see beside them."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.paths import dotted
from pipeline.review.derived import Derived
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
