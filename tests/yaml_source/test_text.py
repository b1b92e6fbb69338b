"""Bytes become text only if every reader of the file would see the same."""

from __future__ import annotations

import unicodedata

import pytest

from pipeline.yaml_source.text import MAX_BYTES, decode, forbidden
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


def test_what_is_allowed() -> None:
    for character in "aZ0 ~ä中😀\u00a0\u200d\u0301":
        assert forbidden(character) == "", hex(ord(character))


def test_what_is_forbidden() -> None:
    for number in (*range(0x20), *range(0x7F, 0xA0), 0x2028, 0x2029, 0xD800, 0xE000, 0x10FFFF):
        assert forbidden(chr(number)).startswith(f"U+{number:04X}")
    for number in range(0x10FFFF + 1):
        character = chr(number)
        if unicodedata.bidirectional(character) in {"LRO", "RLO", "LRE", "RLE", "PDF", "FSI"}:
            assert forbidden(character)
