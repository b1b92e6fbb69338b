"""Background work of a test run, and the order of the tests that wait for it.

Boots, lifecycles and the static checks of mutations take longer than all other tests together.
They start before the first test, each in threads or a process of their own, and the tests that
wait for their results run last.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import pytest

from tests.deploy.boots import sandbox

if TYPE_CHECKING:
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


def keep_those_of_configs(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out mutations and the tests of the tests' own tools, which are not about a config.

    They count as deselected, as what `-k` leaves out.
    """
    used = [_fixtures([item]) for item in items]
    of_configs = ["deployed_stacks" in names and "static_checks" not in names for names in used]
    others = [item for item, kept in zip(items, of_configs, strict=True) if not kept]
    items[:] = [item for item, kept in zip(items, of_configs, strict=True) if kept]
    config.hook.pytest_deselected(items=others)


def _rank(fixture: str) -> int:
    return _WAITED_FOR.index(fixture) + 1 if fixture in _WAITED_FOR else 0


def _fixtures(items: Iterable[pytest.Item]) -> set[str]:
    """Return the names of the fixtures that tests use."""
    return {name for item in items for name in getattr(item, "fixturenames", [])}
