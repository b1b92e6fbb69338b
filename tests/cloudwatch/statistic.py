"""CloudWatch's statistics over a period, of values with their counts.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Statistics-definitions.html
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import NamedTuple

from tests.cloudwatch.metric_math import Point


class Sample(NamedTuple):
    """A value that a metric had, and how often."""

    value: float
    times: float = 1.0


Samples = tuple[Sample, ...]
Counts = dict[float, float]
_PERCENTILE = re.compile(r"p(\d+(?:\.\d+)?)")
_TRIMMED_COUNT = re.compile(r"TC\(([\d.]*):([\d.]*)\)")


def counts_of(minutes: Iterable[tuple[Samples, int]]) -> Counts:
    """Return how often each value was there; a pair is the samples of so many minutes."""
    counts: Counts = {}
    for samples, times in minutes:
        for value, count in samples if times else ():
            counts[value] = counts.get(value, 0) + count * times
    return counts


def statistic(name: str, counts: Counts) -> Point:
    """Return a statistic of all samples, None where there are none."""
    if not counts:
        return None
    return _STATISTICS[name](counts) if name in _STATISTICS else _extended(name, counts)


def sample_count(counts: Counts) -> float:
    """Return the number of samples."""
    return float(sum(counts.values()))


def _sum(counts: Counts) -> float:
    return sum(value * count for value, count in counts.items())


_STATISTICS: dict[str, Callable[[Counts], float]] = {
    "Sum": _sum,
    "SampleCount": sample_count,
    "Average": lambda counts: _sum(counts) / sample_count(counts),
    "Minimum": min,
    "Maximum": max,
}


def _extended(name: str, counts: Counts) -> float:
    if found := _PERCENTILE.fullmatch(name):
        return _percentile(float(found[1]), counts)
    if found := _TRIMMED_COUNT.fullmatch(name):
        low = float(found[1]) if found[1] else float("-inf")
        high = float(found[2]) if found[2] else float("inf")
        # The lower bound does not belong to the range, the upper one does.
        return float(sum(count for value, count in counts.items() if low < value <= high))
    raise ValueError(f"{name} is not a statistic that is known here")


def _percentile(percent: float, counts: Counts) -> float:
    """Return the lowest value that this percentage of the samples does not exceed."""
    needed = percent / 100 * sample_count(counts)
    below = 0.0
    for value in sorted(counts):
        below += counts[value]
        if below >= needed - 1e-9:
            return value
    return max(counts)
