"""The tests of each change in a fork of this process, as many at once as cores."""

from __future__ import annotations

import gc
import os
import resource
import shutil
import signal
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from tests.mutation.covering import Covering
from tests.mutation.mutants import Mutant

SECONDS = 10  # of CPU time, beyond what the tests take; a change that loops is noticed
WAITING = 600  # seconds in which all ends, on a busy machine too; one that waits is noticed
MEMORY = 4 << 30  # bytes of addresses, for a loop that collects
_BROKEN = 3  # the exit status of a fork whose tests did not run


def run_unchanged(
    session: pytest.Session, items: list[pytest.Item], around: Callable[[Callable[[], bool]], bool]
) -> None:
    """Run these tests once, each with `around` it; they must pass."""
    for item, following in _followed(items):
        if not around(lambda: _passes(session, item, following)):  # noqa: B023 (called at once)
            pytest.exit(f"without any change, this test fails: {item.nodeid}", 2)


class Forks:
    """Collected tests that pass; each fork makes a change, and runs the tests chosen for it."""

    def __init__(
        self, session: pytest.Session, covering: Covering, change: Callable[[Mutant], None]
    ) -> None:
        self.session = session
        self.covering = covering
        self.change = change

    def survivors(self, changes: Sequence[Mutant]) -> list[Mutant]:
        """Return the changes that no test notices, in order."""
        gc.freeze()  # a collection in a fork would copy every page
        if os.waitpid(self._start(None), 0)[1]:
            pytest.exit("without any change, the tests fail in a fork", 2)
        running: dict[int, int] = {}
        survived: list[int] = []
        queue = iter(range(len(changes)))
        cores = len(os.sched_getaffinity(0))
        while True:
            while len(running) < cores and (number := next(queue, None)) is not None:
                running[self._start(changes[number])] = number
            if not running:
                return [changes[number] for number in sorted(survived)]
            process, status = os.wait()
            number = running.pop(process)
            if status == _BROKEN << 8:
                pytest.exit(f"the tests could not run on {changes[number].name}", 3)
            if status == 0:
                survived.append(number)
                name = changes[number].name
                print(f"{number + 1} of {len(changes)} survived: {name}", file=sys.stderr)

    def _start(self, change: Mutant | None) -> int:
        """Fork, and run the tests on the change, or on none; exit status 0 if all pass."""
        tests, seconds = self.covering.chosen(self.session.items, change)
        process = os.fork()
        if process:
            return process
        status = _BROKEN
        folder = tempfile.mkdtemp()
        try:
            self._isolate(Path(folder), round(SECONDS + 2 * seconds))
            if change is not None:
                self.change(change)
            status = int(not all(_passes(self.session, *pair) for pair in _followed(tests)))
        except MemoryError:
            status = 1
        finally:
            shutil.rmtree(folder, ignore_errors=True)
            os._exit(status)

    def _isolate(self, folder: Path, seconds: int) -> None:
        """Keep quiet, use bounded time and memory, and write to a folder of this fork alone."""
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
        signal.alarm(WAITING)
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, 1)
        os.dup2(null, 2)
        self.session.config._tmp_path_factory._basetemp = folder  # type: ignore[attr-defined] # noqa: SLF001


def _passes(session: pytest.Session, item: pytest.Item, following: pytest.Item | None) -> bool:
    item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
    return not session.testsfailed


def _followed(items: list[pytest.Item]) -> list[tuple[pytest.Item, pytest.Item | None]]:
    """Return each item with the next: what both need stays set up."""
    return list(zip(items, [*items[1:], None], strict=False))
