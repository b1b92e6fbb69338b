"""Processes that never outlive the one that started them: see leash.py."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path
from typing import IO

from tests.deploy.process import leash


def make_folder(purpose: str) -> Path:
    """Return a new folder, to be given to a leash, which removes it."""
    return Path(tempfile.mkdtemp(prefix=f"{leash.PREFIX}{purpose}-"))


def start(
    command: list[str],
    output: IO[bytes] | int | None,
    folder: Path | None = None,
    group: Path | None = None,
    environment: dict[str, str] | None = None,
) -> subprocess.Popen[bytes]:
    """Start a command on a leash; closing its standard input, or `stop`, ends it.

    Without an output it says what it says where this process does.
    """
    held = [sys.executable, "-S", str(leash.__file__), str(folder or "-"), str(group or "-")]
    return subprocess.Popen(
        [*held, *command],
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
