"""Two runs at once in one project, which differ in nothing or in the config they read."""

from __future__ import annotations

import random
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from tests.soak.figure import Figure
from tests.soak.kills import KilledRuns, start

NAME = "two runs at once: both end well, each file is whole"


def run(count: int, seed: int) -> Figure:
    """Start `count` pairs of runs, the second a moment after the first."""
    draw = random.Random(seed)
    failures: list[str] = []
    with tempfile.TemporaryDirectory() as name:
        project = KilledRuns(Path(name))
        for number in range(count):
            seconds = draw.uniform(0, project.seconds)
            failures += [f"pair {number}: {each}" for each in _pair(project, seconds, number % 2)]
    return Figure(NAME, count, failures)


def _pair(project: KilledRuns, seconds: float, state: int) -> Iterator[str]:
    project.state(1 - state)
    with start(project.folder) as one:
        time.sleep(seconds)
        project.state(state)
        with start(project.folder) as other:
            for process in (one, other):
                error = process.communicate()[1].decode()
                # The first may meet a config while it is written anew, and says so.
                if process.returncode and (process is other or "error: " not in error):
                    yield f"exit code {process.returncode}: {error[-300:]}"
    found = project.files()
    yield from project.torn(found)
    if found.keys() != project.outputs[0].keys():
        yield f"left behind: {sorted(found)}"
