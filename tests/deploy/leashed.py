"""Processes that never outlive the one that started them: see leash.py."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path
from typing import IO

_LEASH = Path(__file__).with_name("leash.py")


def make_folder(purpose: str) -> Path:
    """Return a new folder, to be given to a leash, which removes it."""
    return Path(tempfile.mkdtemp(prefix=f"deploy-proof-{purpose}-"))


def start(
    command: list[str],
    output: IO[bytes] | int,
    folder: Path | None = None,
    group: Path | None = None,
    environment: dict[str, str] | None = None,
) -> subprocess.Popen[bytes]:
    """Start a command on a leash; closing its standard input, or `stop`, ends it."""
    leash = [sys.executable, "-S", str(_LEASH), str(folder or "-"), str(group or "-")]
    return subprocess.Popen(
        [*leash, *command],
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
