"""What a long run came to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """A long run's name, how many cases it tried, and those that failed, a line each."""

    name: str
    count: int
    failures: list[str]
    target: int = 0  # failures allowed

    @property
    def reached(self) -> bool:
        """Whether no more cases failed than allowed."""
        return len(self.failures) <= self.target


Run = Callable[[int, int], Figure]  # so many cases, and the seed that they are drawn with
