"""A map over forked processes, which share what the parent has loaded."""

from __future__ import annotations

import os
import pickle
import sys
from collections.abc import Callable, Sequence
from typing import TypeVar

Job = TypeVar("Job")
Result = TypeVar("Result")


def map_forked(run: Callable[[Job], Result], jobs: Sequence[Job], workers: int) -> list[Result]:
    """Return `run` of each job, in order, computed by that many forks of this process.

    The forks inherit rules that took most of a second to load, which `multiprocessing` would
    have to be imported for as well. Raises RuntimeError if a fork fails.
    """
    sys.stdout.flush()
    sys.stderr.flush()
    pipes = [_start(run, jobs[first::workers]) for first in range(workers)]
    collected = [_collect(process, descriptor) for process, descriptor in pipes]
    shares = [share for share in collected if share is not None]
    if len(shares) < len(collected):
        raise RuntimeError("a worker process failed; its own message stands above")
    results: list[Result] = [
        pickle.loads(shares[index % workers][index // workers]) for index in range(len(jobs))
    ]
    return results


def _start(run: Callable[[Job], Result], jobs: Sequence[Job]) -> tuple[int, int]:
    reading, writing = os.pipe()
    process = os.fork()
    if process:
        os.close(writing)
        return process, reading
    code = 1
    try:
        os.close(reading)
        with os.fdopen(writing, "wb") as pipe:
            pickle.dump([pickle.dumps(run(job)) for job in jobs], pipe)
        code = 0
    except KeyboardInterrupt:
        pass  # the parent gets the same signal, and speaks for all
    finally:
        if sys.exc_info()[0] not in (None, KeyboardInterrupt):
            sys.excepthook(*sys.exc_info())
        os._exit(code)


def _collect(process: int, descriptor: int) -> list[bytes] | None:
    with os.fdopen(descriptor, "rb") as pipe:
        data = pipe.read()
    _, status = os.waitpid(process, 0)
    return None if status else pickle.loads(data)
