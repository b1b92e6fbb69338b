"""Processes that never outlive the one that started them: see supervisor.py."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path
from typing import IO

from tests.deploy.process import supervisor


def make_folder(purpose: str) -> Path:
    """Return a new folder, to be given to a supervisor, which removes it."""
    return Path(tempfile.mkdtemp(prefix=f"{supervisor.PREFIX}{purpose}-"))


def start(
    command: list[str],
    output: IO[bytes] | int | None,
    folder: Path | None = None,
    group: Path | None = None,
    environment: dict[str, str] | None = None,
) -> subprocess.Popen[bytes]:
    """Start a command under a supervisor; closing its standard input, or `stop`, ends it.

    Without an output it says what it says where this process does.
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
        start_new_session=True,  # or it would be killed with its owner, and clean up nothing
    )


def stop(process: subprocess.Popen[bytes]) -> int:
    """End the command and wait until nothing of it is left."""
    if process.stdin:
        process.stdin.close()
    return process.wait(timeout=60)
