"""Which tests run which lines, and how long each takes: a mutant meets those of its line."""

from __future__ import annotations

import functools
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import pytest
from coverage import Coverage

from tests.mutation.mutants import Mutant

_Tests = dict[int, set[int]]  # the numbers of the tests that run each line of a file


class Chosen(NamedTuple):
    """The tests of a change, and the CPU time that they take without it."""

    tests: list[pytest.Item]
    seconds: float


class Covering:
    """The tests by the lines of some files that they run."""

    def __init__(self, files: Iterable[Path], most: float) -> None:
        self.most = most  # seconds for the tests of one mutant: one that these let pass survives
        self.seconds: list[float] = []
        names = [str(file) for file in files]
        self.coverage = Coverage(data_file=None, config_file=False, include=names)

    def record(self, test: Callable[[], bool]) -> bool:
        """Run the next test, and note the lines that it runs; return whether it passes."""
        started = time.process_time()
        self.coverage.switch_context(str(len(self.seconds)))
        try:
            return test()
        finally:
            self.seconds.append(time.process_time() - started)

    def chosen(self, items: Sequence[pytest.Item], mutant: Mutant | None) -> Chosen:
        """Return the tests of a mutant's line or function, or of no mutant, the likeliest first."""
        found: list[pytest.Item] = []
        seconds = 0.0
        for number in self._numbers(items, mutant):
            if not found or seconds + self.seconds[number] <= self.most:
                found.append(items[number])
                seconds += self.seconds[number]
        return Chosen(found, seconds)

    def _numbers(self, items: Sequence[pytest.Item], mutant: Mutant | None) -> list[int]:
        """Return the tests' numbers.

        Those of the module's own file come first, then those that run lines of the module that
        few others run.
        """
        if mutant is None:
            return sorted(range(len(items)), key=self.seconds.__getitem__)
        tests, rareness = self._module(str(mutant.path))
        found = set[int]().union(*(tests.get(line, set()) for line in mutant.lines))
        own = f"test_{mutant.path.stem}.py"
        return sorted(
            found or tests.get(mutant.function[1], set()),
            key=lambda number: (items[number].path.name != own, -rareness[number]),
        )

    @functools.lru_cache(maxsize=100)  # noqa: B019 (one object a run)
    def _module(self, file: str) -> tuple[_Tests, dict[int, float]]:
        """Return the tests by the lines of a file, and a figure for each test.

        The figure is high for a test that runs lines which few tests run.
        """
        lines = self.coverage.get_data().contexts_by_lineno(file)
        tests = {line: {int(name) for name in names if name} for line, names in lines.items()}
        rareness: dict[int, float] = defaultdict(float)
        for numbers in tests.values():
            for number in numbers:
                rareness[number] += 1 / len(numbers)
        return tests, rareness
