"""Byte-level mutants of good configs: what a slip, a bad merge or a broken editor leaves."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

# What YAML, Jinja and CloudFormation give a meaning to, and what breaks readers.
TOKENS = (
    *(
        b"&a ",
        b"*a",
        b"<<: *a",
        b"!!python/object:os.system ",
        b"!Ref ",
        b"!!binary ",
        b"? ",
        b"- ",
    ),
    *(
        b": ",
        b" #",
        b"|\n",
        b">-\n",
        b"{",
        b"}",
        b"[",
        b"]",
        b'"',
        b"'",
        b"\t",
        b"\n---\n",
        b"\n...\n",
    ),
    *(
        b"%YAML 1.3\n",
        b"%TAG ! x\n",
        b"\0",
        b"\r",
        b"\xef\xbb\xbf",
        b"\xe2\x80\xa8",
        b"\xed\xa0\x80",
    ),
    *(
        b"\xff",
        b"\x1b[2J",
        b"\x7f",
        b"{{ 7*7 }}",
        b"{% for x in y %}",
        b"${AWS::Region}",
        b"arn:aws",
    ),
    *(b"{{resolve:ssm:x}}", b"~", b"null", b"yes", b"0o7", b"1e999", b".nan", b"-.inf", b"0x1F"),
    *(b"9" * 5000, b"[" * 200, b"a: {" * 50, b"\xf0\x9f\x98\x80", b"\xe2\x80\xae", b"  ", b"\n"),
)
VALUES = (
    *(b"null", b"[]", b"{}", b"-1", b"0", b"99999999999999999999", b"1.5", b"true", b'""', b'" "'),
    *(
        b"[[]]",
        b"[null]",
        b"{a: b}",
        b'"\\ud800"',
        b'"\\0"',
        b"arn:aws",
        b"arn:aws:iam::1:x",
        b"'a\nb'",
    ),
)

Change = Callable[[random.Random, bytes, bytes], bytes]


def mutant(configs: Sequence[bytes], seed: int, number: int) -> tuple[str, bytes]:
    """Return a mutant, the same for a seed and number, and before it what was changed."""
    draw = random.Random(f"{seed} {number}")
    data, names = draw.choice(configs), []
    for _ in range(draw.choice((1, 1, 1, 2, 4))):
        change = draw.choice(CHANGES)
        data = change(draw, data, draw.choice(configs))
        names.append(change.__name__.strip("_"))
    return f"mutant {number} of seed {seed} ({', '.join(names)})", data


def _flip(draw: random.Random, data: bytes, _: bytes) -> bytes:
    place = _place(draw, data)
    return data[:place] + bytes([draw.randrange(256)]) + data[place + 1 :]


def _insert(draw: random.Random, data: bytes, _: bytes) -> bytes:
    place = _place(draw, data)
    return data[:place] + draw.randbytes(draw.choice((1, 1, 2, 8))) + data[place:]


def _token(draw: random.Random, data: bytes, _: bytes) -> bytes:
    place = _place(draw, data)
    return data[:place] + draw.choice(TOKENS) + data[place:]


def _delete(draw: random.Random, data: bytes, _: bytes) -> bytes:
    place = _place(draw, data)
    return data[:place] + data[place + draw.choice((1, 1, 2, 20, 200)) :]


def _truncate(draw: random.Random, data: bytes, _: bytes) -> bytes:
    return data[: _place(draw, data)]


def _splice(draw: random.Random, data: bytes, other: bytes) -> bytes:
    return data[: _place(draw, data)] + other[_place(draw, other) :]


def _splice_lines(draw: random.Random, data: bytes, other: bytes) -> bytes:
    one, two = data.splitlines(keepends=True), other.splitlines(keepends=True)
    return b"".join(one[: _place(draw, one)] + two[_place(draw, two) :])


def _double_lines(draw: random.Random, data: bytes, _: bytes) -> bytes:
    lines = data.splitlines(keepends=True)
    place = _place(draw, lines)
    lines[place:place] = lines[place : place + draw.choice((1, 1, 3))]
    return b"".join(lines)


def _delete_line(draw: random.Random, data: bytes, _: bytes) -> bytes:
    lines = data.splitlines(keepends=True)
    del lines[_place(draw, lines) :][:1]
    place = _place(draw, lines)
    return b"".join(lines[:place] + lines[place + 1 :])


def _indent_line(draw: random.Random, data: bytes, _: bytes) -> bytes:
    lines = data.splitlines(keepends=True)
    place = _place(draw, lines)
    line = b"".join(lines[place : place + 1])
    return b"".join(
        [*lines[:place], draw.choice((b"  " + line, line.lstrip())), *lines[place + 1 :]]
    )


def _value(draw: random.Random, data: bytes, _: bytes) -> bytes:
    """Put another value behind the key of a line."""
    lines = data.splitlines()
    place = _place(draw, lines)
    key, colon, _rest = b"".join(lines[place : place + 1]).partition(b": ")
    lines[place : place + 1] = [key + colon + draw.choice(VALUES)]
    return b"\n".join(lines) + b"\n"


def _swap_values(draw: random.Random, data: bytes, other: bytes) -> bytes:
    """Give a key the value of another key, of another type as often as not."""
    lines, others = data.splitlines(), other.splitlines()
    place = _place(draw, lines)
    key, colon, _rest = b"".join(lines[place : place + 1]).partition(b": ")
    value = b"".join(others[_place(draw, others) :][:1]).partition(b": ")[2]
    lines[place : place + 1] = [key + colon + value]
    return b"\n".join(lines) + b"\n"


def _place(draw: random.Random, data: Sequence[object]) -> int:
    return draw.randrange(len(data)) if data else 0


CHANGES: tuple[Change, ...] = (
    *(_flip, _insert, _token, _delete, _truncate, _splice, _splice_lines),
    *(_double_lines, _delete_line, _indent_line, _value, _swap_values),
)
