"""CloudWatch Logs' filter patterns, as far as they are used here; others are rejected.

A term matches a whole word, and case counts. A quoted phrase, and a regular expression between
percent signs, match anywhere in the line.
https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
"""

from __future__ import annotations

import json
import operator
import re
from typing import Any

_TERM = re.compile(r'\s*([?-]?)(?:"((?:[^"\\]|\\.)+)"|(\w+))(?=\s|$)')
_CLAUSE = re.compile(
    r"""\(?\s*\$((?:\.\w+)+)\s*(!?=|[<>]=?)\s*("(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?|\*?[\w.-]+\*?)\s*\)?"""
)
_REGEX = re.compile(r"%([^%()!]+)%")
_COMPARISONS = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}


class UnknownPatternError(ValueError):
    """A pattern that this module does not support."""


def matches(pattern: str, line: str) -> bool:
    """Return whether a line matches a pattern; raises UnknownPatternError."""
    text = pattern.strip()
    if not text:
        return True
    if text[0] == "{" and text[-1] == "}":
        return _json(text[1:-1], line)
    if match := _REGEX.fullmatch(text):
        return bool(re.search(match[1], line))
    return _terms(text, line)


def _terms(pattern: str, line: str) -> bool:
    found: dict[str, list[bool]] = {"": [], "?": [], "-": []}
    position = 0
    while position < len(pattern.rstrip()):
        match = _TERM.match(pattern, position)
        if not match:
            raise UnknownPatternError(f"'{pattern[position:]}' in {pattern}")
        sign, phrase, word = match.groups()
        found[sign].append(phrase in line if phrase else _has_word(word, line))
        position = match.end()
    if found["?"] and (found[""] or found["-"]):
        raise UnknownPatternError(f"{pattern}: '?' beside other terms is ignored by CloudWatch")
    wanted = any(found["?"]) if found["?"] else all(found[""])
    return wanted and not any(found["-"])


def _has_word(word: str, line: str) -> bool:
    return bool(re.search(rf"(?<![A-Za-z0-9_]){re.escape(word)}(?![A-Za-z0-9_])", line))


def _json(expression: str, line: str) -> bool:
    try:
        event = json.loads(line)
    except ValueError:
        event = None
    any_of = [part.split("&&") for part in expression.split("||")]
    known = [[_clause(clause, event) for clause in part] for part in any_of]
    return isinstance(event, dict) and any(all(part) for part in known)


def _clause(clause: str, event: Any) -> bool:
    match = _CLAUSE.fullmatch(clause.strip())
    if not match:
        raise UnknownPatternError(f"'{clause.strip()}'")
    path, sign, text = match.groups()
    value = event
    for key in path.strip(".").split("."):
        value = value.get(key) if isinstance(value, dict) else None
    return _compare(value, sign, text)


def _compare(value: Any, sign: str, text: str) -> bool:
    if sign in _COMPARISONS:
        return isinstance(value, (int, float)) and bool(_COMPARISONS[sign](value, float(text)))
    wanted = text.strip('"').replace("\\", "")
    pattern = re.escape(wanted).replace(r"\*", ".*")
    alike = value is not None and bool(re.fullmatch(pattern, str(value)))
    return alike if sign == "=" else value is not None and not alike
