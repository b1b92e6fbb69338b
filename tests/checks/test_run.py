"""The processes that check many templates end with the run, however it ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import pytest

from pipeline.checks import run
from tests.support import ROOT

# Two workers that say their number and take long.
SLOW = """\
import os, sys, time
from pipeline.checks import run

class Checker:
    def check(self, index):
        os.write(1, f"{os.getpid()}\\n".encode())
        time.sleep(2 if index < 3 else 60)

run._checker = Checker()
list(run._check_forked(range(1, 5)))
"""


class _Killed:
    def check(self, _: int) -> None:
        os.kill(os.getpid(), signal.SIGKILL)


def _is_there(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def test_a_run_that_is_terminated_leaves_no_process() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", SLOW], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout
        workers = {int(process.stdout.readline()) for _ in range(2)}
        process.terminate()
        assert process.wait(timeout=60) == 128 + signal.SIGTERM
    limit = time.monotonic() + 20
    while any(map(_is_there, workers)) and time.monotonic() < limit:
        time.sleep(0.1)
    assert not any(map(_is_there, workers))


def test_a_process_that_the_system_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "_checker", _Killed(), raising=False)
    with pytest.raises(OSError, match=r"too little memory\? Render fewer configs at once"):
        list(run._check_forked(range(1, 3)))  # noqa: SLF001
