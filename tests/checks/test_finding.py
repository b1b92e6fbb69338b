"""Findings of several checks as one list."""

from __future__ import annotations

from pipeline.checks.finding import Finding, fold


def _finding(rule: str, *keys: str, severity: str = "error") -> Finding:
    return Finding(keys, 1, 1, f"said by {rule}", "", severity, rule)


def test_what_two_checkers_say_of_an_element_is_told_once() -> None:
    ours = [_finding("E3001", "Resources", "A"), _finding("E3002", "Resources", "A")]
    theirs = [_finding("AWS-E9001", "Resources", "A"), _finding("AWS-E9001", "Resources", "B")]
    assert fold(ours + theirs) == [*ours, theirs[1]]


def test_an_error_is_not_folded_into_a_warning() -> None:
    found = [
        _finding("W9204", "Resources", "A", severity="warning"),
        _finding("AWS-E9001", "Resources", "A"),
    ]
    assert fold(found) == found
