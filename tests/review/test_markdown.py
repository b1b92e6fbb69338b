"""Texts as Markdown: CommonMark and GitHub's tables show each as it is."""

from __future__ import annotations

import pytest

from pipeline.review.markdown import cell, cells, code, prose


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain", "plain"),
        ("", ""),
        (" a ", "a"),
        ("a\nb\tc", "a b c"),
        ("a\r\n\nb", "a b"),
        ("a\u2028b", "a b"),
        ("a|b", r"a\|b"),
        ("*a*", r"\*a\*"),
        ("`a`", r"\`a\`"),
        ("[a](b)", r"\[a\](b)"),
        ("a\\b", r"a\\b"),
        ("~~a~~", r"\~\~a\~\~"),
        ("$a$", r"\$a\$"),
        ("<b>", r"\<b>"),
        ("<!-- a -->", r"\<!-- a -->"),
        ("a < b", "a < b"),
        ("snake_case", "snake_case"),
        ("_a_", r"\_a\_"),
        ("&amp;", r"\&amp;"),
        ("a & b", "a & b"),
        ("@team", r"\@team"),
        ("ops@example.com", "ops@example.com"),
    ],
)
def test_a_cell(text: str, expected: str) -> None:
    assert cell(text) == expected


def test_a_row() -> None:
    assert cells(["a|b", 5, None]) == r"a\|b | 5 | None"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a - b", "a - b"),
        ("- a", r"\- a"),
        ("+ a", r"\+ a"),
        ("# a", r"\# a"),
        ("> a", r"\> a"),
        ("=", r"\="),
        ("1. a", r"1\. a"),
        ("12) a", r"12\) a"),
        ("1 a", "1 a"),
        ("1.5 a", r"1\.5 a"),
        ("* a", r"\* a"),
        ("a\n- b", "a - b"),
        ("", ""),
    ],
)
def test_a_paragraph_that_begins_like_a_list_is_none(text: str, expected: str) -> None:
    assert prose(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a", "`a`"),
        ("", ""),
        (" \n ", ""),
        ("a\nb", "`a b`"),
        ("a|b", r"`a\|b`"),
        ("*a*", "`*a*`"),
        ("a`b", "``a`b``"),
        ("a``b", "```a``b```"),
        ("`a", "`` `a ``"),
        ("a`", "`` a` ``"),
        ("`", "`` ` ``"),
    ],
)
def test_a_code_span(text: str, expected: str) -> None:
    """Of one backtick more than the text has together, with a space at an end that is one."""
    assert code(text) == expected
