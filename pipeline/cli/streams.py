"""Standard output and standard error, also where they are closed or full."""

from __future__ import annotations

import contextlib
import errno
import io
import os
import sys


class _Closed(io.TextIOBase):
    """A standard output that was closed before the run: nothing can be written to it."""

    def write(self, _: str) -> int:
        """Fail as the system does."""
        raise OSError(errno.EBADF, "is closed")


def prepare_streams() -> None:
    """Make both streams usable, and a template the same bytes wherever it is written."""
    # Python leaves None for a stream that is closed.
    sys.stdout = sys.stdout or _Closed()
    sys.stderr = sys.stderr or io.StringIO()
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")


def drop_output() -> None:
    """Keep Python from writing what is left of the output into nothing at its end."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError):
            os.dup2(nowhere, stream.fileno())
