"""Bytes become text only if every reader of the file would see the same."""

from __future__ import annotations

import io
import os
import sys
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pipeline.diagnostic import InvalidInput
from pipeline.yaml_source.text import MAX_BYTES, decode, forbidden, read_bytes
from tests.support import REGIONS, Folder

# Characters that would be invisible here are written as escapes.
REFUSED: dict[str, tuple[bytes, str]] = {
    "latin-1": (b"description: caf\xe9\n", "2:1: error: not UTF-8 at byte 38"),
    "cut": ("description: ä".encode()[:-1], "2:1: error: not UTF-8 at byte 35"),
    "overlong": (b"a: \xc0\xaf\n", "2:1: error: not UTF-8 at byte 25"),
    "surrogate": (b"a: \xed\xa0\x80\n", "2:1: error: not UTF-8 at byte 25"),
    "nul": (b"a: b\0c\n", "2:5: error: character U+0000 is not allowed"),
    "escape": (b"a: \x1b[31m\n", "2:4: error: character U+001B is not allowed"),
    "delete": (b"a: \x7f\n", "2:4: error: character U+007F is not allowed"),
    "carriage-return": (b"a: b\rc: d\n", "2:5: error: character U+000D is not allowed"),
    "form-feed": (b"a: b\x0c\n", "2:5: error: character U+000C is not allowed"),
    "next-line": (
        "a: b\u0085\n".encode(),
        "2:5: error: character U+0085 is not allowed",
    ),
    "line-separator": (
        "a: b\u2028\n".encode(),
        "2:5: error: character U+2028 LINE SEPARATOR is not allowed",
    ),
    "right-to-left": (
        "a: ä\u202eb\n".encode(),
        "2:5: error: character U+202E RIGHT-TO-LEFT OVERRIDE is not allowed",
    ),
    "isolate": (
        "# \u2066\n".encode(),
        "2:3: error: character U+2066 LEFT-TO-RIGHT ISOLATE is not allowed",
    ),
    "mark-inside": (
        "a: b\ufeff\n".encode(),
        "2:5: error: character U+FEFF ZERO WIDTH NO-BREAK SPACE is not allowed",
    ),
    "private": ("a: \ue0001\ue001\n".encode(), "2:4: error: character U+E000 is not allowed"),
    "no-character": ("a: \uffff\n".encode(), "2:4: error: character U+FFFF is not allowed"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refused(name: str, small: Folder) -> None:
    line, expected = REFUSED[name]
    small.write("config/case.yml", REGIONS.encode() + line)
    before = small.snapshot()
    result = small.run("--no-lint", "config/case.yml")
    assert (result.code, result.lines[0]) == (2, f"config/case.yml:{expected}")
    assert small.snapshot() == before


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_other_encodings(encoding: str, small: Folder) -> None:
    small.write("config/case.yml", (REGIONS + "description: ä\n").encode(encoding))
    result = small.run("--no-lint", "config/case.yml")
    assert result.code == 2
    assert "error: not UTF-8 at byte" in result.lines[0] or "U+0000" in result.lines[0]


def test_two_byte_order_marks(small: Folder) -> None:
    small.write("config/case.yml", ("\ufeff\ufeff" + REGIONS).encode())
    result = small.run("--no-lint", "config/case.yml")
    assert (result.code, result.lines[0]) == (
        2,
        "config/case.yml:1:1: error: character U+FEFF ZERO WIDTH NO-BREAK SPACE is not allowed",
    )


def test_each_line_is_reported_once(small: Folder) -> None:
    result = small.render("a: \x01\x02\nb: c\nd: \x03\n")
    assert [line.split(": error")[0] for line in result.lines if "error:" in line] == [
        "config/case.yml:1:4",
        "config/case.yml:3:4",
    ]


def test_the_size_limit_is_exact() -> None:
    assert len(decode(b"a" * MAX_BYTES, "x")) == MAX_BYTES
    assert _said(decode, b"a" * (MAX_BYTES + 1), "x") == ["x:1:1: error: larger than 256 KiB"]


def _said(function: Callable[..., object], *arguments: Any) -> list[str]:
    with pytest.raises(InvalidInput) as raised:
        function(*arguments)
    return str(raised.value).splitlines()


@pytest.mark.parametrize(
    ("data", "line"), [(b"\xff", 1), (b"a\n\xff", 2), (b"a\nb\xff\nc\n", 2), (b"a\n\n\n\xff", 4)]
)
def test_the_line_of_what_is_not_utf_8(data: bytes, line: int) -> None:
    expected = f"x:{line}:1: error: not UTF-8 at byte {data.index(0xFF) + 1}"
    assert _said(decode, data, "x")[0] == expected


@pytest.mark.parametrize(("bad", "said"), [(99, 99), (100, 100), (101, 100)])
def test_no_more_than_a_hundred_lines_are_reported(bad: int, said: int) -> None:
    text = "ä\n" + "a\x01\x02\n" * bad
    found = [line for line in _said(decode, text.encode(), "x") if "error" in line]
    assert len(found) == said
    assert found[0].startswith("x:2:2: error: character U+0001")


def test_a_tabulator_is_for_the_parser_to_refuse() -> None:
    assert decode("a:\tä\n".encode(), "x") == "a:\tä\n"


def test_a_file_is_read_inside_of_a_folder(tmp_path: Path) -> None:
    inside = tmp_path / "project"
    inside.mkdir()
    (tmp_path / "out.yml").write_text("out")
    (inside / "in.yml").write_text("in")
    (inside / "link.yml").symlink_to(tmp_path / "out.yml")
    (inside / "own.yml").symlink_to(inside / "in.yml")
    real = str(inside.resolve())
    assert read_bytes(inside / "in.yml", "x", real) == b"in"
    assert read_bytes(inside / "own.yml", "x", real) == b"in"
    assert read_bytes(inside / "link.yml", "x") == b"out"
    assert _said(read_bytes, inside / "link.yml", "x", real) == [
        "x:1:1: error: leads out of the project",
        "    hint: put a file in its place",
    ]


def test_what_is_no_file(tmp_path: Path) -> None:
    (tmp_path / "prod.yml").write_text("a")
    os.mkfifo(tmp_path / "fifo")
    assert _said(read_bytes, tmp_path, "x") == [
        "x:1:1: error: not a regular file",
        "    hint: name one config in it",
    ]
    assert _said(read_bytes, tmp_path / "fifo", "x") == ["x:1:1: error: not a regular file"]
    assert _said(read_bytes, tmp_path / "prd.yml", "x") == [
        "x:1:1: error: cannot be read: No such file or directory",
        f"    hint: did you mean '{tmp_path / 'prod.yml'}'?",
    ]
    assert _said(read_bytes, tmp_path / "z", "x") == [
        "x:1:1: error: cannot be read: No such file or directory"
    ]


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = io.TextIOWrapper(io.BytesIO(b"a" * (MAX_BYTES + 5)))
    monkeypatch.setattr(sys, "stdin", stream)
    assert len(read_bytes(None, "<stdin>")) == MAX_BYTES + 1  # more than that is refused
    monkeypatch.setattr(sys, "stdin", None)
    assert read_bytes(None, "<stdin>") == b""


def test_what_is_allowed() -> None:
    # \ufdcf and \ufdf0 are beside the first and the last of the noncharacters, \ufffd as well.
    for character in "aZ0 ~ä中😀\u00a0\u200d\u0301\ufdcf\ufdf0\ufffd\U0001fffd":
        assert forbidden(character) == "", hex(ord(character))


def test_what_is_forbidden() -> None:
    some = (0x2028, 0x2029, 0xD800, 0xE000, 0xFFFE, 0xFFFF, 0x1FFFE, 0x10FFFF)
    for number in (*range(0x20), *range(0x7F, 0xA0), *range(0xFDD0, 0xFDF0), *some):
        assert forbidden(chr(number)).startswith(f"U+{number:04X}")
    for number in range(0x10FFFF + 1):
        character = chr(number)
        if unicodedata.bidirectional(character) in {"LRO", "RLO", "LRE", "RLE", "PDF", "FSI"}:
            assert forbidden(character)
