"""The cases of a long run in forks of this process, as many as cores; what is done is kept."""

from __future__ import annotations

import gc
import json
import multiprocessing
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, ProcessPoolExecutor, wait
from itertools import islice
from math import inf
from pathlib import Path
from typing import Any, NamedTuple

from tests.soak.figure import Figure, Soak, Tried

_EVERY = 30  # seconds between two lines of progress
_COLLECT = 200_000  # objects made until the next search for cycles: trees of YAML have none


class Done(NamedTuple):
    """What a portion of the cases came to: a line for each failure, and seconds of CPU time."""

    number: int
    failures: list[str]
    seconds: float


class _Fork:
    """What a fork works with; `begin` puts it there."""

    soak: Soak
    tried: Tried
    folder: Any


def figure(soak: Soak) -> Figure:
    """Try all cases in this process."""
    with tempfile.TemporaryDirectory() as folder:
        tried = soak.place(Path(folder))
        failures = [each for portion in soak.portions() for each in tried(portion)]
    allowed = int(soak.count * soak.allowed)
    return Figure(soak.name, soak.count, failures, allowed, wanted=soak.count)


def run(soak: Soak, jobs: int, kept: Path, minutes: float = inf) -> Figure:
    """Try the cases that have not passed yet as the file `kept` says, and add what they come to.

    What a case comes to depends on its number alone, so the figure is the same for any number of
    jobs and pieces. No portion begins after so many minutes; the figure is that of those done.
    """
    done = {each.number: each for each in _read(kept)}
    every = range(len(soak.portions()))
    numbers = [number for number in every if number not in done or done[number].failures]
    progress = _Progress(soak, len(done))
    with kept.open("a", encoding="utf-8") as file:
        for each in _in_forks(soak, numbers, jobs, minutes * 60):
            done[each.number] = each
            file.write(json.dumps(each) + "\n")
            file.flush()
            progress.show(each)
    tried = [done[number] for number in sorted(done)]
    failures = [failure for each in tried for failure in each.failures]
    seconds = sum(each.seconds for each in tried)
    count = soak.count_of(sorted(done))
    return Figure(soak.name, count, failures, int(count * soak.allowed), seconds, soak.count)


def _read(kept: Path) -> Iterator[Done]:
    for line in kept.read_text("utf-8").splitlines() if kept.exists() else ():
        if line.endswith("]"):  # or it was cut off
            yield Done(*json.loads(line))


def _in_forks(soak: Soak, numbers: list[int], jobs: int, seconds: float) -> Iterator[Done]:
    gc.freeze()  # a collection in a fork would copy every page
    context = multiprocessing.get_context("fork")
    ends = time.monotonic() + seconds
    with ProcessPoolExecutor(jobs, context, _begin, (soak,)) as pool:
        waiting = iter(numbers)
        running = {pool.submit(_portion, number) for number in islice(waiting, jobs)}
        while running:
            finished, running = wait(running, return_when=FIRST_COMPLETED)
            if time.monotonic() < ends:
                more = islice(waiting, len(finished))
                running |= {pool.submit(_portion, number) for number in more}
            yield from (future.result() for future in finished)


def _begin(soak: Soak) -> None:
    gc.set_threshold(_COLLECT)
    _Fork.soak = soak
    _Fork.folder = tempfile.TemporaryDirectory()
    _Fork.tried = staticmethod(soak.place(Path(_Fork.folder.name)))


def _portion(number: int) -> Done:
    before = _seconds()
    failures = list(_Fork.tried(_Fork.soak.portions()[number]))
    return Done(number, failures, round(_seconds() - before, 2))


def _seconds() -> float:
    """Return the CPU time of this process and those that it has waited for."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + usage.ru_utime + usage.ru_stime


class _Progress:
    """A line now and then, and one for each failure."""

    def __init__(self, soak: Soak, before: int) -> None:
        self.soak = soak
        self.portions = len(soak.portions())
        self.before = self.count = before
        self.started = self.shown = time.monotonic()

    def show(self, done: Done) -> None:
        for failure in done.failures:
            self._say(failure)
        self.count += 1
        now = time.monotonic()
        if now - self.shown > _EVERY:
            self.shown = now
            left = (now - self.started) / (self.count - self.before) * (self.portions - self.count)
            self._say(f"{self.count / self.portions:.1%} done, about {left / 60:.0f} minutes left")

    def _say(self, text: str) -> None:
        print(f"{self.soak.name}: {text}", file=sys.stderr, flush=True)
