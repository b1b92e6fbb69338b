"""Which tests run which lines, and how long each takes: a mutant meets those of its line."""

from __future__ import annotations

import functools
import re
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import pytest
from coverage import Coverage

from tests.mutation.mutants import Mutant
from tests.mutation.seen import Seen

_IDS = re.compile(r"\b[A-Z]{1,2}\d{4}\b")  # of rules, which their tests are named by
_Tests = dict[int, set[int]]  # the numbers of the tests that run each line of a file


class Chosen(NamedTuple):
    """The tests of a change, and the CPU time that they take without it."""

    tests: list[pytest.Item]
    seconds: float


class Covering:
    """The tests by the lines of some files that they run; `known` is what was seen of them."""

    def __init__(self, files: Iterable[Path], most: float, known: Sequence[Seen | None]) -> None:
        self.most = most  # seconds for the tests of one mutant: one that these let pass survives
        self.missing = [number for number, each in enumerate(known) if each is None]
        self.tests = [each or Seen(0, {}) for each in known]
        self._names = [str(file) for file in files]
        self._recorded = 0
        self.coverage = Coverage(data_file=None, config_file=False, include=self._names)

    def record(self, test: Callable[[], bool]) -> bool:
        """Run the next test that is missing, and note its time; return whether it passes."""
        started = time.process_time()
        number = self.missing[self._recorded]
        self._recorded += 1
        self.coverage.switch_context(str(number))
        try:
            return test()
        finally:
            self.tests[number] = Seen(time.process_time() - started, {})

    def learn(self) -> None:
        """Note the lines of the tests that were recorded."""
        data = self.coverage.get_data()
        for file in self._names:
            for line, names in data.contexts_by_lineno(file).items():
                for number in (int(name) for name in names if name):
                    lines = self.tests[number].lines
                    lines[file] = lines.get(file, 0) | 1 << line

    def chosen(self, items: Sequence[pytest.Item], mutant: Mutant | None) -> Chosen:
        """Return the tests of a mutant's line or function, or of no mutant, the likeliest first."""
        found: list[pytest.Item] = []
        seconds = 0.0
        for number in self._numbers(items, mutant):
            if not found or seconds + self.tests[number].seconds <= self.most:
                found.append(items[number])
                seconds += self.tests[number].seconds
        return Chosen(found, seconds)

    def _numbers(self, items: Sequence[pytest.Item], mutant: Mutant | None) -> list[int]:
        """Return the tests' numbers.

        Those of the module's own file come first, of its rows in a table, or of the rule's id, then
        those that run lines of the module that few others run.
        """
        if mutant is None:
            return sorted(range(len(items)), key=lambda number: self.tests[number].seconds)
        tests, rareness = self._module(str(mutant.path))
        found = set[int]().union(*(tests.get(line, set()) for line in mutant.lines))
        stem = mutant.path.stem
        own = {f"test_{stem.strip('_')}.py", f"[{stem}.", *_IDS.findall(mutant.text)}

        def order(number: int) -> tuple[bool, float]:
            name = items[number].nodeid
            return not any(each in name for each in own), -rareness[number]

        return sorted(found or tests.get(mutant.function[1], set()), key=order)

    @functools.lru_cache(maxsize=100)  # noqa: B019 (one object a run)
    def _module(self, file: str) -> tuple[_Tests, dict[int, float]]:
        """Return the tests by the lines of a file, and a figure for each test.

        The figure is high for a test that runs lines which few tests run, for each second.
        """
        tests: _Tests = defaultdict(set)
        for number, (_, lines) in enumerate(self.tests):
            bits = lines.get(file, 0)
            for line in range(bits.bit_length()):
                if bits >> line & 1:
                    tests[line].add(number)
        rareness: dict[int, float] = defaultdict(float)
        for numbers in tests.values():
            for number in numbers:
                rareness[number] += 1 / len(numbers)
        for number in rareness:
            rareness[number] /= 0.1 + self.tests[number].seconds
        return dict(tests), rareness
