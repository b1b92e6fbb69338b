"""What a run says of its findings and of its outputs, with and without colour."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.diagnostic import Diagnostic, Location
from pipeline.output.report import (
    internal_error,
    note_shared,
    note_size,
    report,
    show_diff,
    summary,
)

ERROR = Diagnostic(Location("a.yml", 1), "bad: error: twice", rule="E1")
WARNING = Diagnostic(Location("a.yml", 2), "odd", severity="warning")
NOTE = Diagnostic(Location("a.yml", 3), "old", severity="info")


class _Screen(io.StringIO):
    def isatty(self) -> bool:
        """Say that it is a terminal."""
        return True


def _said(
    monkeypatch: pytest.MonkeyPatch, show: Callable[[], None], *, is_terminal: bool = False
) -> tuple[str, str]:
    """Return what is shown on standard output and on standard error."""
    out, err = (_Screen() if is_terminal else io.StringIO() for _ in range(2))
    with monkeypatch.context() as patch:
        patch.delenv("NO_COLOR", raising=False)
        patch.setattr(sys, "stdout", out)
        patch.setattr(sys, "stderr", err)
        show()
    return out.getvalue(), err.getvalue()


@pytest.mark.parametrize(
    ("found", "counts"),
    [
        ([], ""),
        ([ERROR], "1 error\n"),
        ([ERROR, ERROR._replace(message="b")], "2 errors\n"),
        ([NOTE, NOTE._replace(message="b")], "2 info\n"),
        ([WARNING, ERROR, NOTE], "1 error, 1 warning, 1 info\n"),
    ],
)
def test_findings_are_counted(
    found: list[Diagnostic], counts: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    out, err = _said(monkeypatch, lambda: report(found, "text", Path("/nowhere")))
    assert out == ""
    assert err == "".join(sorted(f"{each.text}\n" for each in found)) + counts


def test_a_severity_has_its_colour(monkeypatch: pytest.MonkeyPatch) -> None:
    found = [ERROR, WARNING, NOTE]
    _, err = _said(monkeypatch, lambda: report(found, "text", Path("/nowhere")), is_terminal=True)
    assert err.splitlines()[:3] == [
        "a.yml:1: \033[31merror\033[0m: bad: error: twice [E1]",
        "a.yml:2: \033[33mwarning\033[0m: odd",
        "a.yml:3: \033[36minfo\033[0m: old",
    ]


DIFF = "--- a\n+++ b\n@@ -1 +1 @@\n same\n-old\n+new\n"
COLOURED = (
    "\033[1m--- a\033[0m\n\033[1m+++ b\033[0m\n\033[36m@@ -1 +1 @@\033[0m\n same\n"
    "\033[31m-old\033[0m\n\033[32m+new\033[0m\n"
)


def test_a_difference(monkeypatch: pytest.MonkeyPatch) -> None:
    assert _said(monkeypatch, lambda: show_diff(DIFF)) == (DIFF, "")
    assert _said(monkeypatch, lambda: show_diff(DIFF), is_terminal=True) == (COLOURED, "")

    def without_colour() -> None:
        monkeypatch.setenv("NO_COLOR", "1")
        show_diff(DIFF)

    assert _said(monkeypatch, without_colour, is_terminal=True) == (DIFF, "")


@pytest.mark.parametrize(
    ("outputs", "expected"),
    [
        ({}, "0 environments: nothing to do, 1.5 s\n"),
        ({"written": ["a"], "unchanged": []}, "1 environment: 1 written (a), 1.5 s\n"),
        (
            {"written": ["a", "b", "c"], "unchanged": ["d", "e", "f", "g"]},
            "7 environments: 3 written (a, b, c), 4 unchanged (d, e, f and 1 more), 1.5 s\n",
        ),
    ],
)
def test_the_last_line(
    outputs: dict[str, list[str]], expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert _said(monkeypatch, lambda: summary(outputs, 1.46)) == ("", expected)


# https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html
@pytest.mark.parametrize(
    ("text", "over"), [("x" * 51_200, ""), ("x" * 51_201, "1"), ("ä" * 26_000, "800")]
)
def test_a_template_that_is_too_large(
    text: str, over: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    limit = f"{over} bytes over the 51,200 that CloudFormation takes directly"
    note = f"a.yml: note: {limit}; deploy it with --s3-bucket BUCKET\n"
    found = _said(monkeypatch, lambda: note_size("a.yml", text))
    assert found == ("", note if over else "")


def test_files_that_others_extend(monkeypatch: pytest.MonkeyPatch) -> None:
    assert _said(monkeypatch, lambda: note_shared([])) == ("", "")
    expected = "a.yml, b.yml: skipped: for other configs to extend, no environment\n"
    assert _said(monkeypatch, lambda: note_shared(["a.yml", "b.yml"])) == ("", expected)


def test_a_bug(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        try:
            _ = 1 // len("")
        except ZeroDivisionError:
            internal_error()

    out, err = _said(monkeypatch, fail)
    assert (out, err.splitlines()[0]) == ("", "Traceback (most recent call last):")
    assert err.splitlines()[-2:] == [
        "ZeroDivisionError: integer division or modulo by zero",
        "render.py: a bug in this program; please report it with the lines above",
    ]
