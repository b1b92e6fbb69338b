"""How far a long run is: a line on a terminal, which is gone when the run is over."""

from __future__ import annotations

import sys
import time

_SHOWN_AFTER = 1.0  # seconds
_WIDTH = 79
_CLEAR = "\r\033[K"


class Progress:
    """The line on standard error; nothing is shown where that is no terminal, or in a short run."""

    def __init__(self) -> None:
        self._started = time.monotonic()
        self._is_terminal = sys.stderr.isatty()
        self._is_shown = False

    def show(self, step: str, done: int, total: int, name: str, found: int = 0) -> None:
        """Show that `name` is next, after so many of the environments, and what was found."""
        if not self._is_terminal or time.monotonic() - self._started < _SHOWN_AFTER:
            return
        findings = f", {found} found" if found else ""
        line = f"{step} {done + 1} of {total}{findings}: {name}"
        self._is_shown = True
        sys.stderr.write(_CLEAR + line[:_WIDTH])
        sys.stderr.flush()

    def __enter__(self) -> Progress:  # noqa: PYI034 (Python 3.10 has no Self)
        return self

    def __exit__(self, *_: object) -> None:
        """Take the line away, before anything else is shown."""
        if self._is_shown:
            sys.stderr.write(_CLEAR)
            sys.stderr.flush()
