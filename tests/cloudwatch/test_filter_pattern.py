from __future__ import annotations

import pytest

from tests.cloudwatch.filter_pattern import UnknownPatternError, matches


@pytest.mark.parametrize(
    ("pattern", "line", "found"),
    [
        ("", "anything", True),
        ("ERROR", "[ERROR 400] BAD REQUEST", True),
        ("ERROR", "[error 400] BAD REQUEST", False),
        ("Error", "TypeError: x", False),
        ("ERROR REQUEST", "[ERROR 400] BAD REQUEST", True),
        ("ERROR REQUEST", "[ERROR 400] FINE", False),
        ("?ERROR ?Error", "an Error here", True),
        ("?ERROR ?Error", "an error here", False),
        ("ERROR -Expected", "ERROR Expected", False),
        ("ERROR -Expected", "ERROR", True),
        ('"level=ERROR"', "level=ERROR msg=x", True),
        ("%[Ee]rror%", "TypeError", True),
        (r"%\[error\]|level.{1,4}error%", '{"level": "error"}', True),
        (r"%\[error\]|level.{1,4}error%", '{"level": "info", "error": null}', False),
        ('{ $.level = "error" }', '{"level": "error"}', True),
        ('{ $.level = "error" }', '{"level": "info"}', False),
        ('{ $.level = "error" }', "error", False),
        ("{ $.level >= 50 }", '{"level": 60}', True),
        ('{ $.a.b = "x*" }', '{"a": {"b": "xyz"}}', True),
        ('{ ($.level = "error") || ($.level = "fatal") }', '{"level": "fatal"}', True),
        ('{ $.level != "info" && $.code = 7 }', '{"level": "warn", "code": 7}', True),
    ],
)
def test_known(pattern: str, line: str, found: bool) -> None:
    assert matches(pattern, line) == found


@pytest.mark.parametrize(
    "pattern", ["[ip, user]", "?ERROR Error", "{ $.a IS NULL }", "%(a)%", "a:b"]
)
def test_unknown_is_rejected(pattern: str) -> None:
    with pytest.raises(UnknownPatternError):
        matches(pattern, '{"a": null}')
