"""What a plain YAML scalar means, where YAML 1.1 and 1.2 agree.

PyYAML reads YAML 1.1, editors and JavaScript read 1.2: `no`, `0123`, `22:22` and `1e3` are
different values to them, and an account id can silently turn into another number. A plain
scalar counts only if both readings give the same value; https://yaml.org/type/ lists the 1.1
types, https://yaml.org/spec/1.2.2/#1032-tag-resolution the 1.2 core schema.
"""

from __future__ import annotations

import functools
import json
import re

Scalar = str | int | float | bool | None

_WORDS_1_1 = frozenset((
    "y", "Y", "yes", "Yes", "YES", "n", "N", "no", "No", "NO",
    "on", "On", "ON", "off", "Off", "OFF",
    "~", "<<", "=",  # null, merge, default value
))  # fmt: skip
_NUMBERS_1_1 = re.compile(
    r"[-+]?0b[01_]+|[-+]?0[0-7_]+"  # binary, octal
    r"|[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+(\.[0-9_]*)?"  # base sixty
    r"|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([Tt \t].*)?"  # dates
)
_SPACED_1_1 = r"[-+]?(0x[0-9a-fA-F_]+|[0-9][0-9_]*(\.[0-9_]*)?([eE][-+][0-9]+)?|\.[0-9_]+)"
_NUMBERS_1_2 = re.compile(
    r"0o[0-7]+|[-+]?0[0-9]+"
    r"|[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)[eE][0-9]+"  # 1.1 wants a sign in the exponent
    r"|[-+]?[0-9]+[eE][-+][0-9]+|[-+]?\.[0-9]+[eE][-+][0-9]+"
    r"|[-+]\.[0-9]+|[-+]0x[0-9a-fA-F]+"
    r"|[-+]?0[0-9]+\.[0-9]*([eE][-+]?[0-9]+)?"  # the same to both, but not what it looks like
)
_INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]*)")
_HEXADECIMAL = r"0x[0-9a-fA-F]+"
_FLOAT = re.compile(r"[-+]?(0|[1-9][0-9]*)\.[0-9]*([eE][-+][0-9]+)?|\.[0-9]+")
_NOT_FINITE = r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)"
_WORDS: dict[str, Scalar] = {
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **dict.fromkeys(("null", "Null", "NULL"), None),
}
MAX_DIGITS = 18
_DIFFERS = "YAML 1.1 and 1.2 read it differently"
_SUSPECT_START = frozenset("0123456789+-.~<=yYnNtTfFoO")


class Ambiguous(ValueError):
    """The scalar has no single meaning; the message says why."""


@functools.lru_cache(maxsize=4096)  # keys and words of CloudFormation come again and again
def resolve(text: str) -> Scalar:
    """Return the value of a plain scalar; raises Ambiguous where its readers would disagree."""
    if text[:1] not in _SUSPECT_START:
        return text
    if text in _WORDS:
        return _WORDS[text]
    if text in _WORDS_1_1:
        raise Ambiguous(_DIFFERS)
    if text[:1].isalpha():
        return text
    spaced = "_" in text and re.fullmatch(_SPACED_1_1, text)  # 1_000
    if spaced or _NUMBERS_1_1.fullmatch(text) or _NUMBERS_1_2.fullmatch(text):
        raise Ambiguous(_DIFFERS)
    if text[:1] in "+-." and re.fullmatch(_NOT_FINITE, text):
        raise Ambiguous("not a finite number")
    if _INTEGER.fullmatch(text) or (text[:2] == "0x" and re.fullmatch(_HEXADECIMAL, text)):
        return _integer(text)
    if _FLOAT.fullmatch(text):
        return _float(text)
    return text


def show(value: object) -> str:
    """Return a value as it stands in the template: `1.10`, a number, as 1.1."""
    return json.dumps(value, ensure_ascii=False)


def reads_differently(text: str, value: object) -> bool:
    """Whether a number is not what it looks like: a version 1.10 is 1.1, an id 0x10 is 16."""
    return type(value) in {int, float} and show(value) != text and not re.search("[eE][-+]", text)


def quoted(text: str) -> str:
    """Return a scalar's text in quotes, which makes it this very string to every reader."""
    return json.dumps(text, ensure_ascii=False)


def is_plain(text: str) -> bool:
    """Whether every reader takes this text, written without quotes, for this very string."""
    try:
        return isinstance(resolve(text), str) and bool(text)
    except Ambiguous:
        return False


def _integer(text: str) -> int:
    if len(text) > MAX_DIGITS:
        raise Ambiguous(f"a number of more than {MAX_DIGITS} digits")
    return int(text, 0)


def _float(text: str) -> float:
    value = float(text)
    if value in (float("inf"), float("-inf")) or len(text) > MAX_DIGITS:
        raise Ambiguous("a number out of range")
    return value
