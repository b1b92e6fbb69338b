"""Findings of several checks as one list."""

from __future__ import annotations

from pipeline.checks.findings import LintMatch, fold


def _match(rule: str, *keys: str, severity: str = "error") -> LintMatch:
    return LintMatch(keys, 1, 1, f"said by {rule}", "", severity, rule)


def test_what_two_checkers_say_of_an_element_is_told_once() -> None:
    ours = [_match("E3001", "Resources", "A"), _match("E3002", "Resources", "A")]
    theirs = [_match("AWS-E9001", "Resources", "A"), _match("AWS-E9001", "Resources", "B")]
    assert fold(ours + theirs) == [*ours, theirs[1]]


def test_an_error_is_not_folded_into_a_warning() -> None:
    found = [
        _match("W9204", "Resources", "A", severity="warning"),
        _match("AWS-E9001", "Resources", "A"),
    ]
    assert fold(found) == found
