"""Fixtures: a small project that only the tests know, and a copy of the real one."""

from __future__ import annotations

import gc
from pathlib import Path

import pytest

from tests.compiled import compile_once
from tests.support import SMALL, STACK, Folder, copy_project

compile_once()
# cfn-lint's schemas stay in memory, and looking through them for garbage is a sixth of the time.
gc.set_threshold(100_000, 50, 100)


@pytest.fixture(autouse=True)
def _plain_terminal(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Run every test as on a terminal, also where the tests run in CI.

    What is kept of earlier runs is the test's own.
    """
    for name in ("CI", "GITHUB_ACTIONS", "NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


@pytest.fixture
def small(tmp_path: Path) -> Folder:
    """Return a small project, which does not change when the stack grows."""
    return copy_project(SMALL, tmp_path / "small")


@pytest.fixture
def stack(tmp_path: Path) -> Folder:
    """Return a copy of what is shipped, with the tests' own configs."""
    return copy_project(STACK, tmp_path / "stack")
