"""Two runs at once in one project, which differ in nothing or in the config they read."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.soak.figure import Soak, Tried
from tests.soak.kills import KilledRuns, start

NAME = "two runs at once: both end well, each file is whole"


def soak(count: int, seed: int, _: Path) -> Soak:
    """Start `count` pairs of runs, the second a moment after the first."""

    def place(folder: Path) -> Tried:
        project = KilledRuns(folder)
        return lambda numbers: _failures(project, numbers, seed)

    return Soak(NAME, range(count), place)


def _failures(project: KilledRuns, numbers: Sequence[int], seed: int) -> Iterator[str]:
    for number in numbers:
        seconds = random.Random(f"{seed} {number}").uniform(0, project.seconds)
        yield from (f"pair {number}: {each}" for each in _pair(project, seconds, number % 2))


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
