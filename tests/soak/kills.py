"""Runs that are killed at any moment: each file is the old one or the new one, whole."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.soak.figure import Soak, Tried
from tests.support import SMALL, Folder, copy_program, copy_project

NAME = "runs killed at random moments: the old file or the new one, whole"
_CONFIGS = ("config/one.yml", "config/two.yml")


def soak(count: int, seed: int, _: Path) -> Soak:
    """Kill `count` runs, each of which would write all files anew."""

    def place(folder: Path) -> Tried:
        project = KilledRuns(folder)
        return lambda numbers: project.all_killed(numbers, seed)

    return Soak(NAME, range(count), place)


def start(folder: Folder, *arguments: str) -> subprocess.Popen[bytes]:
    """Start the command as a process of its own."""
    command = [sys.executable, "render.py", "--no-lint", *arguments]
    cache = str(folder.root.parent / "cache")
    return subprocess.Popen(
        command,
        cwd=folder.root,
        env={**os.environ, "XDG_CACHE_HOME": cache},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def project_with_program(base: Path) -> Folder:
    """Return a small project with the program in it."""
    folder = copy_project(SMALL, base / "small")
    copy_program(folder.root)
    return folder


class KilledRuns:
    """A project whose configs change before each run, and the outputs of both states."""

    def __init__(self, base: Path) -> None:
        self.folder = project_with_program(base)
        self.configs = {name: self.folder.read(name) for name in _CONFIGS}
        self.outputs, self.turn = [self._whole(state) for state in (0, 1)], 1
        started = time.monotonic()
        self._whole(1)
        self.seconds = time.monotonic() - started

    def all_killed(self, numbers: Sequence[int], seed: int) -> Iterator[str]:
        """Kill runs, half of them near the end, where files are written; yield what is wrong."""
        for number in numbers:
            draw = random.Random(f"{seed} {number}")
            seconds = self.seconds * draw.uniform(draw.choice((0, 0.7)), 1.1)
            for each in self.kill(seconds):
                yield f"kill {number} after {seconds:.3f} s: {each}"
        yield from (f"after kill {numbers[-1]}: {each}" for each in self.leftovers())

    def kill(self, seconds: float) -> Iterator[str]:
        """Start a run that writes the other state, kill it, and yield what is wrong."""
        self.turn = 1 - self.turn
        self.state(self.turn)
        with start(self.folder) as process:
            time.sleep(seconds)
            process.kill()
            process.communicate()
        found = self.files()
        yield from self.torn(found)
        for name in found.keys() - self.outputs[0].keys():
            if not (name.startswith(".") and name.endswith(".tmp")):
                yield f"{name} is left, which git does not ignore"

    def torn(self, found: dict[str, bytes]) -> Iterator[str]:
        """Yield the outputs that are neither the old file nor the new one."""
        for name in self.outputs[0]:
            if found.get(name) not in [state[name] for state in self.outputs]:
                yield f"{name} is torn or lost"

    def leftovers(self) -> Iterator[str]:
        """Run undisturbed, and yield what is not as if nothing had been killed."""
        if self._whole(0) != self.outputs[0]:
            yield f"the next run leaves {sorted(self.files())}"

    def _whole(self, state: int) -> dict[str, bytes]:
        self.state(state)
        with start(self.folder) as process:
            error = process.communicate()[1]
        assert process.returncode == 0, error
        return self.files()

    def state(self, state: int) -> None:
        """Bring the configs into a state."""
        for name, text in self.configs.items():
            self.folder.write(name, text.replace("description: ", f"description: State {state}. "))

    def files(self) -> dict[str, bytes]:
        """Return what is in the folder of outputs."""
        return {each.name: each.read_bytes() for each in (self.folder.root / "output").iterdir()}
