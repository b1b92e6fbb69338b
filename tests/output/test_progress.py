"""The line that shows how far a long run is, on a terminal."""

from __future__ import annotations

import io
import sys
import time

import pytest

from pipeline.output.progress import Progress

CLEAR = "\r\033[K"  # to the start of the line, and what is on it away


class _Screen(io.StringIO):
    """A stream that notes when it is flushed, and may be a terminal."""

    def __init__(self, *, is_terminal: bool) -> None:
        super().__init__()
        self.is_terminal = is_terminal
        self.flushed = 0

    def isatty(self) -> bool:
        return self.is_terminal

    def flush(self) -> None:
        self.flushed += 1


def _shown(
    monkeypatch: pytest.MonkeyPatch, seconds: float, *, is_terminal: bool = True
) -> tuple[str, int]:
    """Return what a run of so many seconds shows, and how often it is flushed."""
    screen, now = _Screen(is_terminal=is_terminal), [50.0]
    with monkeypatch.context() as patch:
        patch.setattr(sys, "stderr", screen)
        patch.setattr(time, "monotonic", lambda: now[0])
        with Progress() as progress:
            now[0] += seconds
            progress.show("rendering", 0, 3, "config/dev.yml")
            progress.show("checking", 2, 3, "config/" + "x" * 99, 4)
    return screen.getvalue(), screen.flushed


@pytest.mark.parametrize("seconds", [1.0, 60.0])
def test_a_long_run(seconds: float, monkeypatch: pytest.MonkeyPatch) -> None:
    last = ("checking 3 of 3, 4 found: config/" + "x" * 99)[:79]
    expected = f"{CLEAR}rendering 1 of 3: config/dev.yml{CLEAR}{last}{CLEAR}"
    assert _shown(monkeypatch, seconds) == (expected, 3)


def test_a_short_run_and_a_stream_that_is_no_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    assert _shown(monkeypatch, 0.9) == ("", 0)
    assert _shown(monkeypatch, 60, is_terminal=False) == ("", 0)
