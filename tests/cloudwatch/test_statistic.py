from __future__ import annotations

import pytest

from tests.cloudwatch.statistic import Sample, counts_of, statistic

COUNTS = counts_of([((Sample(0.1, 98), Sample(0.5), Sample(3.0)), 1)])


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SampleCount", 100),
        ("Minimum", 0.1),
        ("Maximum", 3),
        ("p50", 0.1),
        ("p99", 0.5),
        ("p99.9", 3),
        ("TC(0.5:)", 1),  # the lower bound does not belong to it
        ("TC(:0.5)", 99),
        ("TC(0.1:0.5)", 1),
    ],
)
def test_statistics(name: str, value: float) -> None:
    assert statistic(name, COUNTS) == value


def test_sums_and_averages() -> None:
    counts = counts_of([((Sample(2), Sample(4)), 3)])
    assert (statistic("Sum", counts), statistic("Average", counts)) == (18, 3)


def test_no_samples_are_no_data() -> None:
    assert statistic("Sum", counts_of([((Sample(1),), 0)])) is None


def test_an_unknown_statistic_is_refused() -> None:
    with pytest.raises(ValueError, match="IQM"):
        statistic("IQM", COUNTS)
