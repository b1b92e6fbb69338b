"""Regular expressions by dialect: what is refused, and what must not be."""

from __future__ import annotations

import re

import pytest

from pipeline.config import regular_expressions as dialects

TAKEN_BY_ALL = [
    "^/api/v[0-9]+/",
    r"\.php$",
    r"^(.+)\.example\.com$",
    "a|b",
    "(?:a|b)+?c",
    "[]a]",
    "[^]a]",
    r"[\]a]",
    "[a-z0-9_-]",
    r"[+\-*/]",
    r"a\(b\)",
    "a{2,3}b{2}c{2,}",
    "a{2}{3}",
    "{timestamp_format}",
    "a{b}",
    "[[:alpha:]]+",
    "[[:alpha:](]",
    "[^^]",
    "[(]",
    "[*+]",
    "^(2[0-9]{3}|[A-Z])",
    "(?i)error",
    r"^\d{4}-\d{2}-\d{2}[T ]",
    r"^\[",
]
BROKEN = {
    "(unclosed": "has a ( without its )",
    "a)": "has a ) without its (",
    "([0-9": "has a [ without its ]",
    "[": "has a [ without its ]",
    "[]": "has a [ without its ]",
    "[^]": "has a [ without its ]",
    r"[a\]": "has a [ without its ]",
    "a\\": "ends in a single \\",
    "*.php": "has a * that repeats nothing",
    "/(*)": "has a * that repeats nothing",
    "a|+": "has a + that repeats nothing",
    "a**": "has a * that repeats nothing",
    "a{3,2}": "repeats 3 to 2 times",
    "[z-a]": "has the range z-a, which is empty",
}
UNSUPPORTED = {
    "^/(?=x)": "has a lookahead, (?=, which is not supported",
    "(?!x)": "has a lookahead, (?!, which is not supported",
    "(?<=x)": "has a lookbehind, (?<=, which is not supported",
    "(?<!x)": "has a lookbehind, (?<!, which is not supported",
    "(?>x)": "has an atomic group, (?>, which is not supported",
    r"(a)\1": r"has a backreference, \1, which is not supported",
    r"(?P<n>a)(?P=n)": "has a backreference, (?P=, which is not supported",
    r"(?<n>a)\k<n>": r"has a backreference, \k, which is not supported",
    "a++": "has a possessive quantifier, ++, which is not supported",
    "a{2}+": "has a possessive quantifier, {2}+, which is not supported",
    "(a)(?1)": "has a subroutine, (?1, which is not supported",
    "(a(?R))": "has a recursion, (?R, which is not supported",
}


@pytest.mark.parametrize("expression", TAKEN_BY_ALL)
def test_what_every_dialect_takes(expression: str) -> None:
    assert dialects.of_listener(expression) == ""
    assert dialects.of_agent(expression) == ""
    assert dialects.of_processes(expression) == ""
    if not re.search("[()]", re.sub(r"\[.*\(\]", "", expression)):
        assert dialects.of_filter_pattern(expression) == ""


@pytest.mark.parametrize("expression", BROKEN)
def test_what_no_dialect_takes(expression: str) -> None:
    assert dialects.of_listener(expression) == BROKEN[expression]
    assert dialects.of_agent(expression) == BROKEN[expression]
    assert dialects.of_filter_pattern(expression) != ""


@pytest.mark.parametrize("expression", UNSUPPORTED)
def test_what_neither_listener_nor_agent_supports(expression: str) -> None:
    assert dialects.of_listener(expression) == UNSUPPORTED[expression]
    assert dialects.of_agent(expression) == UNSUPPORTED[expression]


@pytest.mark.parametrize(
    ("expression", "listener", "agent"),
    [
        (r"\p{L}", r"has a Unicode character class, \p, which is not supported", ""),
        (r"\PL", r"has a Unicode character class, \P, which is not supported", ""),
        (r"end\Z", "", r"has an unknown escape, \Z, which is not supported"),
        (r"\h", "", r"has an unknown escape, \h, which is not supported"),
        (r"\Qa.b\E\z", "", ""),
    ],
)
def test_where_listener_and_agent_differ(expression: str, listener: str, agent: str) -> None:
    assert dialects.of_listener(expression) == listener
    assert dialects.of_agent(expression) == agent


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("Error|ERROR", ""),
        (r"\d{1,3}\.\d{1,3}", ""),
        ("^user_id=[0-9]+;a,b/c@d#e:f-$", ""),
        ("[Ee]rror on line", ""),
        (r"\(a\)", ""),
        ("(Error)", "has a (, and filter patterns know no groups"),
        ("a)", "has a ), and filter patterns know no groups"),
        ("something!", "has a !, which filter patterns do not support"),
        ("\u00fcber", "has a character that is not ASCII"),
    ],
)
def test_filter_patterns(expression: str, expected: str) -> None:
    assert dialects.of_filter_pattern(expression) == expected


@pytest.mark.parametrize(
    ("expression", "expected"),
    [("a", 0), ("(a)(b)", 2), (r"\((a)", 1), ("(?:a)(b)", 1), ("(?<n>a)(?P<m>b)(?i)", 2)],
)
def test_groups_that_a_replacement_can_name(expression: str, expected: int) -> None:
    assert dialects.groups(expression) == expected
