"""The tests of each mutant in a fork of this process, as many at once as cores."""

from __future__ import annotations

import gc
import os
import resource
import shutil
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.mutation.covering import Covering, functions
from tests.mutation.mutants import Mutant
from tests.support import ROOT

SECONDS = 20  # of CPU time for the tests of one mutant; one that loops is noticed
MEMORY = 4 << 30  # bytes of addresses, for a loop that collects
_BROKEN = 3  # the exit status of a fork whose tests did not run


class Forks:
    """Collected tests that have passed once; each fork tries them on a mutant."""

    def __init__(self, session: pytest.Session, files: Iterable[Path]) -> None:
        self.items = session.items
        self.session = session
        self.covering = Covering(files)
        self.functions = functions(ROOT)
        for item, following in _followed(self.items):
            if not self.covering.record(lambda: self._passes(item, following)):  # noqa: B023
                pytest.exit(f"without any mutant, this test fails: {item.nodeid}", 2)
        gc.freeze()  # a collection in a fork would copy every page

    def survivors(self, mutants: list[Mutant]) -> list[Mutant]:
        """Return the mutants that no test notices, in order."""
        running: dict[int, Mutant] = {}
        survived: list[Mutant] = []
        queue = iter(mutants)
        cores = len(os.sched_getaffinity(0))
        while True:
            while len(running) < cores and (mutant := next(queue, None)):
                running[self._start(mutant)] = mutant
            if not running:
                return sorted(survived, key=mutants.index)
            process, status = os.wait()
            mutant = running.pop(process)
            if status == _BROKEN << 8:
                pytest.exit(f"the tests could not run on {mutant.name}", 3)
            if status == 0:
                survived.append(mutant)
            self._progress(len(mutants), mutants.index(mutant) + 1)

    def _progress(self, count: int, number: int) -> None:
        if number % 50 == 0:
            print(f"{number} of {count}", file=sys.stderr, flush=True)

    def _start(self, mutant: Mutant) -> int:
        """Fork, and run the tests on the mutant; the exit status is 0 if all pass."""
        process = os.fork()
        if process:
            return process
        status = _BROKEN
        folder = tempfile.mkdtemp()
        try:
            tests = self.covering.chosen(self.items, mutant)
            code = mutant.code()
            self._isolate(Path(folder))
            self.covering.clear()
            for function in self.functions[str(mutant.path), mutant.function]:
                function.__code__ = code
            status = int(not all(self._passes(*pair) for pair in _followed(tests)))
        except MemoryError:
            status = 1
        finally:
            shutil.rmtree(folder, ignore_errors=True)
            os._exit(status)

    def _isolate(self, folder: Path) -> None:
        """Keep quiet, use bounded time and memory, and write to a folder of this fork alone."""
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, 1)
        os.dup2(null, 2)
        self.session.config._tmp_path_factory._basetemp = folder  # type: ignore[attr-defined] # noqa: SLF001

    def _passes(self, item: pytest.Item, following: pytest.Item | None) -> bool:
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
        return not self.session.testsfailed


def _followed(items: list[pytest.Item]) -> list[tuple[pytest.Item, pytest.Item | None]]:
    """Return each item with the next: what both need stays set up."""
    return list(zip(items, [*items[1:], None], strict=False))
