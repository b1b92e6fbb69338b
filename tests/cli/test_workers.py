"""A map over forks gives what a map gives, and a fork's failure is a failure."""

from __future__ import annotations

import os

import pytest

from pipeline.cli.workers import map_forked


@pytest.mark.parametrize("workers", [1, 2, 3, 8])
@pytest.mark.parametrize("count", [0, 1, 2, 7])
def test_in_order(count: int, workers: int) -> None:
    jobs = list(range(count))
    assert map_forked(lambda job: job * job, jobs, workers) == [job * job for job in jobs]


def test_in_other_processes() -> None:
    found = map_forked(lambda _: os.getpid(), range(4), 2)
    assert os.getpid() not in found
    assert len(set(found)) == 2


def test_large_results() -> None:
    assert map_forked(lambda job: str(job) * 1_000_000, [1, 2], 2) == ["1" * 10**6, "2" * 10**6]


@pytest.mark.parametrize("jobs", [[1, 0], [0, 1], [0, 0]])
def test_a_failure(jobs: list[int], capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(RuntimeError, match="a worker process failed"):
        map_forked(lambda job: 1 // job, jobs, 2)
    assert "ZeroDivisionError" in capfd.readouterr().err
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)  # none is left behind
