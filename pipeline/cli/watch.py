"""Rendering again whenever a file changes that decides what is rendered."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from pipeline.project import CONFIGS, Project

_PAUSE = 0.5  # seconds


def watch(project: Project, arguments: list[str]) -> int:
    """Run the command with these arguments now and after each change, until it is interrupted.

    Each run is a process of its own: it reads every file anew, and its memory goes with it.
    """
    command = [sys.executable, str(project.root / "render.py"), *arguments]
    seen: dict[str, int] = {}
    while True:
        found = dict(_stamps(project, arguments))
        if found != seen:
            seen = found
            subprocess.run(command, check=False)
        time.sleep(_PAUSE)


def _stamps(project: Project, arguments: list[str]) -> Iterator[tuple[str, int]]:
    """Yield each file that is watched, with the time of its last change."""
    linted = project.lint_sources()
    folders = [project.partials, project.schema.parent, *filter(Path.is_dir, linted)]
    folders += [each / CONFIGS for each in project.applications()]
    named = [Path(each) for each in arguments if not each.startswith("-")]
    named += filter(Path.is_file, linted)
    for path in [*named, *(each for folder in folders for each in folder.rglob("*.*"))]:
        with contextlib.suppress(OSError):
            yield str(path), os.stat(path).st_mtime_ns  # noqa: PTH116 (a name may be too long)
