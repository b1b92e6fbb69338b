"""A metric's samples minute by minute, and what a period of them holds."""

from __future__ import annotations

import itertools
from collections.abc import Callable

from tests.cloudwatch.statistic import Samples

# Before a story all was as in its first row, for longer than any alarm looks back.
HISTORY = 900

Window = tuple[int, ...]


class Series:
    """The samples of a metric; a window is how many minutes of a period had which samples."""

    def __init__(self, samples: Callable[[int], Samples], minutes: int, cycle: int) -> None:
        """Take the samples of each minute; those before the story repeat after so many minutes."""
        past = [samples(minute) for minute in range(-cycle, 0)]
        past = past * (HISTORY // cycle + 1)
        every = [*past[-HISTORY:], *(samples(minute) for minute in range(minutes))]
        self.kinds: list[Samples] = list(dict.fromkeys(every))
        self._counted = [
            [0, *itertools.accumulate(int(each == kind) for each in every)] for kind in self.kinds
        ]

    def window(self, end: int, length: int) -> Window:
        """Return the window of a period that ends with a minute."""
        last = end + HISTORY + 1
        return tuple(counted[last] - counted[last - length] for counted in self._counted)
