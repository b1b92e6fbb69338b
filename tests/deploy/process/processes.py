"""Starts child processes that never outlive this one: see supervisor.py."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path
from typing import IO

from tests.deploy.process import supervisor


def make_folder(purpose: str) -> Path:
    """Return a new folder, for a supervisor to remove."""
    return Path(tempfile.mkdtemp(prefix=f"{supervisor.PREFIX}{purpose}-"))


def start(
    command: list[str],
    output: IO[bytes] | int | None,
    folder: Path | None = None,
    group: Path | None = None,
    environment: dict[str, str] | None = None,
) -> subprocess.Popen[bytes]:
    """Start a command under a supervisor; closing its standard input, or `stop`, ends it.

    Without an output, it writes to this process's.
    """
    supervised = [
        sys.executable,
        "-S",
        str(supervisor.__file__),
        str(folder or "-"),
        str(group or "-"),
    ]
    return subprocess.Popen(
        [*supervised, *command],
        stdin=subprocess.PIPE,
        stdout=output,
        stderr=subprocess.STDOUT,
        env=environment,
        start_new_session=True,  # a signal to the owner's process group must not end the cleanup
    )


def stop(process: subprocess.Popen[bytes]) -> int:
    """End the command and wait until it is cleaned up."""
    if process.stdin:
        process.stdin.close()
    return process.wait(timeout=60)
