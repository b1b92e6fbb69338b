"""How a run ends, in this process: exit codes, what is said, and what becomes of the streams."""

from __future__ import annotations

import errno
import io
import os
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import NamedTuple

import pytest

from pipeline.cli import main
from pipeline.cli.streams import drop_output, prepare_streams
from tests.support import Folder

FULL = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
OUTPUT = "render.py: error: standard output"
NONE = (False, False)


class _Stream(io.StringIO):
    """A stream that notes when it is flushed, and may be full."""

    def __init__(self, *, is_full: bool = False) -> None:
        super().__init__()
        self.is_full = is_full
        self.flushed = 0

    def flush(self) -> None:
        self.flushed += 1
        if self.is_full:
            raise FULL


class Ended(NamedTuple):
    """How a run ended: its exit code, and both of its streams."""

    code: int
    out: _Stream
    err: _Stream


def _run(
    monkeypatch: pytest.MonkeyPatch, end: BaseException | int, full: tuple[bool, bool] = NONE
) -> Ended:
    """Run with a command that ends so; Python's collector of garbage stays as it is."""
    out, err = (_Stream(is_full=each) for each in full)

    def command(arguments: list[str], root: Path) -> int:
        assert (arguments, root.is_dir()) == (sys.argv[1:], True)
        if isinstance(end, BaseException):
            raise end
        return end

    with monkeypatch.context() as patch:
        patch.setattr("pipeline.cli.command.main", command)
        patch.setattr(main, "gc", SimpleNamespace(disable=lambda: None, freeze=lambda: None))
        patch.setattr(sys, "stdout", out)
        patch.setattr(sys, "stderr", err)
        return Ended(main.run(), out, err)


@pytest.mark.parametrize(
    ("end", "code", "said"),
    [
        (0, 0, ""),
        (1, 1, ""),
        (SystemExit(), 0, ""),
        (SystemExit(0), 0, ""),
        (SystemExit(2), 2, ""),
        (KeyboardInterrupt(), 130, "render.py: interrupted\n"),
        (BrokenPipeError(), 0, ""),
        (FULL, 2, f"{OUTPUT}: No space left on device\n"),
        (
            PermissionError(errno.EACCES, os.strerror(errno.EACCES), "a.yml"),
            2,
            "render.py: error: a.yml: Permission denied\n",
        ),
        (OSError("no more"), 2, f"{OUTPUT}: no more\n"),
    ],
    ids=repr,
)
def test_exit_codes(
    end: BaseException | int, code: int, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended = _run(monkeypatch, end)
    assert (ended.code, ended.out.getvalue(), ended.err.getvalue()) == (code, "", said)


def test_what_was_said_is_flushed(monkeypatch: pytest.MonkeyPatch) -> None:
    ended = _run(monkeypatch, 0)
    assert (ended.out.flushed, ended.err.flushed) == (1, 1)


@pytest.mark.parametrize("full", [(True, False), (False, True)])
def test_a_stream_that_is_full_at_the_end(
    full: tuple[bool, bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    ended = _run(monkeypatch, 0, full)
    assert (ended.code, ended.err.getvalue()) == (2, f"{OUTPUT}: No space left on device\n")
    assert ended.err.flushed == 1 + full[1]  # by what says the error, too


def test_a_module_that_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    """That of a library is named; one of this program's own, or without a name, is a bug."""
    ended = _run(monkeypatch, ModuleNotFoundError("none", name="yaml"))
    assert ended.code == 2
    assert "error: the library yaml is not installed; run: " in ended.err.getvalue()
    for name in ("pipeline.none", "pipeline", None):
        with pytest.raises(ModuleNotFoundError):
            _run(monkeypatch, ModuleNotFoundError("none", name=name))


def test_a_bug(monkeypatch: pytest.MonkeyPatch) -> None:
    ended = _run(monkeypatch, ZeroDivisionError("nought"))
    lines = ended.err.getvalue().splitlines()
    assert (ended.code, lines[0]) == (3, "Traceback (most recent call last):")
    assert lines[-2:] == [
        "ZeroDivisionError: nought",
        "render.py: a bug in this program; please report it with the lines above",
    ]


def test_streams_that_were_closed_before(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    monkeypatch.setattr(sys, "stderr", None)
    prepare_streams()
    with pytest.raises(OSError, match="is closed") as raised:
        sys.stdout.write("a")
    assert raised.value.errno == errno.EBADF
    assert sys.stderr.write("a") == 1


def test_the_same_bytes_under_every_locale(monkeypatch: pytest.MonkeyPatch) -> None:
    out = io.TextIOWrapper(io.BytesIO(), encoding="ascii", newline="\r\n")
    monkeypatch.setattr(sys, "stdout", out)
    prepare_streams()
    sys.stdout.write("ä\ud800\n")
    sys.stdout.flush()
    assert isinstance(out.buffer, io.BytesIO)
    assert out.buffer.getvalue() == "ä\\ud800\n".encode()


@pytest.mark.parametrize("has_output", [True, False])
def test_what_is_left_of_the_output_is_dropped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, has_output: bool
) -> None:
    """A stream without a descriptor keeps no other from being dropped."""
    files = [(tmp_path / name).open("w", encoding="utf-8") for name in ("out", "err")]
    for file in files:
        file.write("left")
    monkeypatch.setattr(sys, "stdout", files[0] if has_output else io.StringIO())
    monkeypatch.setattr(sys, "stderr", files[1])
    drop_output()
    for file in files:
        file.close()
    expected = ["" if has_output else "left", ""]
    assert [(tmp_path / name).read_text(encoding="utf-8") for name in ("out", "err")] == expected


@pytest.mark.parametrize(
    ("option", "is_end"),
    [
        ("--version", lambda out: "cfn-lint" in out and out.count("\n") == 1),
        ("--help", lambda out: out.startswith("usage: render.py ")),
        ("--completion=bash", lambda out: "complete " in out),
    ],
)
def test_an_option_that_prints_ends_the_run(
    option: str, is_end: Callable[[str], bool], small: Folder
) -> None:
    before = small.snapshot()
    result = small.run(option, "--no-lint")
    assert (result.code, result.err, is_end(result.out)) == (0, "", True)
    assert small.snapshot() == before
