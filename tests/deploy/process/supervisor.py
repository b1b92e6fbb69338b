"""Runs a command; ends it and cleans up after it when the process that started this one ends.

Standard input is a pipe from the owner and carries no data. The kernel closes it even when the
owner is killed, and its end stops the command. Uses the standard library only, and is started
as a script: `supervisor.py FOLDER CONTROL_GROUP COMMAND...`; either path may be `-`.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import select
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

PREFIX = "deploy-proof-"  # of the folders that supervisors remove
_LEFT_TO_OWNER = (signal.SIGINT, signal.SIGHUP, signal.SIGQUIT)  # which then closes the pipe
_PR_SET_PDEATHSIG = 1


def main(arguments: list[str]) -> int:
    """Run the command; return its exit status."""
    folder, group, *command = arguments
    for number in _LEFT_TO_OWNER:
        signal.signal(number, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    try:
        return _run(command, group)
    finally:
        _remove_group(group)
        _remove_folder(folder)


def _run(command: list[str], group: str) -> int:
    def bind() -> None:
        for number in _LEFT_TO_OWNER:
            signal.signal(number, signal.SIG_DFL)  # children inherit ignored signals
        # If the supervisor itself is killed, the kernel kills the command.
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if group != "-":
            Path(group, "cgroup.procs").write_text(str(os.getpid()), encoding="ascii")

    process = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, start_new_session=True, preexec_fn=bind
    )
    try:
        return _wait(process)
    finally:
        _kill(process)


def _wait(process: subprocess.Popen[bytes]) -> int:
    ended = os.pidfd_open(process.pid)
    ready, _, _ = select.select([ended, sys.stdin], [], [])
    return process.wait() if ended in ready else 0


def _kill(process: subprocess.Popen[bytes]) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _remove_group(group: str) -> None:
    """Remove a control group and its children, once the kernel has removed their processes."""
    if group == "-":
        return
    for _ in range(100):
        for path, _, _ in os.walk(group, topdown=False):
            try:
                os.rmdir(path)
            except OSError:
                continue
        if not os.path.exists(group):
            return
        time.sleep(0.05)


def _remove_folder(folder: str) -> None:
    """Remove a folder, after giving supervisors of folders within it five seconds to clean up."""
    if folder == "-":
        return
    for _ in range(100):
        if not any(each.name.startswith(PREFIX) for each in os.scandir(folder)):
            break
        time.sleep(0.05)
    shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
