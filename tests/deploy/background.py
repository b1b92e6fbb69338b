"""Background work of a test run, and the order of the tests that wait for it.

Boots, lifecycles and the static checks of mutations take longer than all other tests together.
They start before the first test, each in threads or a process of their own, and the tests that
wait for their results run last.
"""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from tests.deploy.boots import sandbox
from tests.deploy.boots.boot_runner import BootRunner

_WAITED_FOR = ("lifecycle_runner", "boot_runner")  # the shorter first


def start(request: pytest.FixtureRequest) -> None:
    """Start what the tests of this run will wait for, the longest first."""
    used = _fixtures(request.session.items)
    for name in ("static_checks", "lifecycle_runner"):
        if name in used:
            request.getfixturevalue(name)
    if "boot_runner" in used and not sandbox.unavailable():
        runner: BootRunner = request.getfixturevalue("boot_runner")
        runner.start_failures()
        if "mutation_boots" in used:
            request.getfixturevalue("mutation_boots")
        runner.start()


def order(items: list[pytest.Item]) -> None:
    """Move the tests that wait for background work to the end."""
    items.sort(key=lambda item: max(map(_rank, _fixtures([item])), default=0))


def of_configs(items: Iterable[pytest.Item]) -> list[pytest.Item]:
    """Return the tests of the configs themselves: mutations and the tests' own tools left out."""
    used = [(item, _fixtures([item])) for item in items]
    return [
        item for item, names in used if "deployed_stacks" in names and "static_checks" not in names
    ]


def _rank(fixture: str) -> int:
    return _WAITED_FOR.index(fixture) + 1 if fixture in _WAITED_FOR else 0


def _fixtures(items: Iterable[pytest.Item]) -> set[str]:
    """Return the names of the fixtures that tests use."""
    return {name for item in items for name in getattr(item, "fixturenames", [])}
