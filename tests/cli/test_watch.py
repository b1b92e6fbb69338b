"""The command runs again when a file changes that it reads, and only then."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable

import pytest

from pipeline.cli.watch import watch
from pipeline.project import Project
from tests.support import Folder


class _End(Exception):
    """Ends what runs until it is interrupted."""


def _nothing(_: Folder) -> None:
    """Change nothing."""


def _change(name: str) -> Callable[[Folder], None]:
    def change(folder: Folder) -> None:
        path = folder.root / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("regions: [eu-west-1]\n", encoding="utf-8")
        os.utime(path, ns=(1, 1))

    return change


def _delete(folder: Folder) -> None:
    (folder.root / "config" / "one.yml").unlink()


@pytest.mark.parametrize(
    ("change", "runs"),
    [
        (_nothing, 1),
        (_change("config/one.yml"), 2),
        (_change("config/new.yml"), 2),
        (_change("partials/new.yml.j2"), 2),
        (_change("schema/config.schema.json"), 2),
        (_change("rules/new.py"), 2),
        (_change(".cfnlintrc"), 2),
        (_change("own.yml"), 2),  # named on the command line, and not there at first
        (_change("output/one.yml"), 1),
        (_delete, 2),
    ],
)
def test_what_starts_another_run(
    change: Callable[[Folder], None], runs: int, small: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    arguments = ["--no-lint", str(small.root / "own.yml")]
    started: list[list[str]] = []
    rests: list[float] = []

    def run(command: list[str], *, check: bool) -> None:
        assert not check
        started.append(command)

    def sleep(seconds: float) -> None:
        rests.append(seconds)
        if len(rests) == 1:
            change(small)
        if len(rests) == 3:
            raise _End

    monkeypatch.setattr(subprocess, "run", run)
    monkeypatch.setattr(time, "sleep", sleep)
    with pytest.raises(_End):
        watch(Project(small.root), arguments)
    command = [sys.executable, str(small.root / "render.py"), *arguments]
    assert started == [command] * runs


def test_its_own_option_is_not_handed_on(small: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[list[str]] = []

    def run(project: Project, arguments: list[str]) -> int:
        assert project.root == small.root
        seen.append(arguments)
        return 7

    monkeypatch.setattr("pipeline.cli.watch.watch", run)
    assert small.run("--watch", "--no-lint", "config/one.yml").code == 7
    assert seen == [["--no-lint", "config/one.yml"]]
