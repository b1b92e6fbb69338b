"""What a long run tries, and what it came to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol


@dataclass(frozen=True)
class Figure:
    """A long run's name, how many cases it tried, and those that failed, a line each."""

    name: str
    count: int
    failures: list[str]
    target: int = 0  # failures allowed
    seconds: float = 0  # of CPU time, in all processes
    wanted: int = 0  # cases that were to be tried

    @property
    def reached(self) -> bool:
        """Whether all cases were tried, and no more failed than allowed."""
        return self.count >= self.wanted and len(self.failures) <= self.target


Tried = Callable[[Sequence[Any]], Iterable[str]]  # tries some cases, and yields those that fail


@dataclass(frozen=True)
class Soak:
    """A long run: its cases, and what tries some of them in one process, in a folder of its own."""

    name: str
    cases: Sequence[Any]
    place: Callable[[Path], Tried]
    together: int = 10  # cases that are tried, and kept, at a time
    allowed: float = 0  # share of the cases that may fail
    counted: Callable[[Any], int] = lambda _: 1  # how much is tried in a case

    @property
    def count(self) -> int:
        """How much is tried."""
        return sum(map(self.counted, self.cases))

    def count_of(self, numbers: Iterable[int]) -> int:
        """Return how much is tried in some portions."""
        portions = self.portions()
        return sum(self.counted(each) for number in numbers for each in portions[number])

    def portions(self) -> list[Sequence[Any]]:
        """Return the cases in the portions that they are tried in."""
        starts = range(0, len(self.cases), self.together)
        return [self.cases[start : start + self.together] for start in starts]


class Module(Protocol):
    """A module of this package that describes a long run."""

    def soak(self, count: int, seed: int, folder: Path) -> Soak:
        """Return a run of so many cases, drawn with a seed; what all share is in the folder."""
