"""Which tests run which lines, and how long each takes: a mutant meets those of its line."""

from __future__ import annotations

import functools
import gc
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path
from types import FrameType, FunctionType
from typing import Any

import pytest

from tests.mutation.mutants import Mutant


class Covering:
    """The tests by the lines of some files that they run."""

    def __init__(self, files: Iterable[Path]) -> None:
        self.files = {str(file) for file in files}
        self.caches = caches("pipeline.config.") + caches("pipeline.template.")
        self.tests: dict[tuple[str, int], set[int]] = defaultdict(set)
        self.seconds: list[float] = []

    def record(self, test: Callable[[], bool]) -> bool:
        """Run the next test, and note the lines that it runs; return whether it passes."""
        self.clear()
        number, started = len(self.seconds), time.perf_counter()

        def traced(frame: FrameType, *_: object) -> Any:
            if frame.f_code.co_filename not in self.files:
                return None
            self.tests[frame.f_code.co_filename, frame.f_lineno].add(number)
            return traced

        sys.settrace(traced)
        try:
            return test()
        finally:
            sys.settrace(None)
            self.seconds.append(time.perf_counter() - started)

    def clear(self) -> None:
        """Forget what functions remember from test to test."""
        for cache in self.caches:
            cache.cache_clear()

    def chosen(self, items: list[pytest.Item], mutant: Mutant) -> list[pytest.Item]:
        """Return the tests of a mutant's line or function, those of its module first."""
        file, function = str(mutant.path), mutant.function[1]
        found = set[int]().union(*(self.tests.get((file, line), set()) for line in mutant.lines))
        own = f"test_{mutant.path.stem}.py"
        numbers = sorted(
            found or self.tests.get((file, function), set()),
            key=lambda number: (items[number].path.name != own, self.seconds[number]),
        )
        return [items[number] for number in numbers]


def functions(root: Path) -> dict[tuple[str, tuple[str, int]], list[FunctionType]]:
    """Return the functions below a folder by file, name and line, however they are wrapped."""
    found: dict[tuple[str, tuple[str, int]], list[FunctionType]] = defaultdict(list)
    for each in gc.get_objects():
        if isinstance(each, FunctionType) and _file(each).startswith(str(root)):
            code = each.__code__
            found[code.co_filename, (code.co_name, code.co_firstlineno)].append(each)
    return found


def caches(module: str) -> list[Any]:
    """Return the functions that remember results, of the modules whose name begins so."""
    kind = type(functools.cache(lambda: None))
    found = [each for each in gc.get_objects() if isinstance(each, kind)]
    return [each for each in found if str(each.__module__).startswith(module)]


def _file(function: Any) -> str:
    return str(function.__code__.co_filename)
