from __future__ import annotations

import pytest

from tests.cloudwatch.composite_alarm import CompositeAlarm, holds
from tests.cloudwatch.evaluation import ALARM, OK

STATES = {"A": ALARM, "B": OK, "C": "INSUFFICIENT_DATA"}


@pytest.mark.parametrize(
    ("rule", "value"),
    [
        ('ALARM("A")', True),
        ('ALARM("B")', False),
        ('OK("B") AND NOT ALARM("B")', True),
        ('ALARM("B") OR ALARM("A") AND INSUFFICIENT_DATA("C")', True),
        ('(ALARM("A") OR ALARM("B")) AND ALARM("B")', False),
        ("TRUE AND NOT FALSE", True),
    ],
)
def test_rules(rule: str, value: bool) -> None:
    assert holds(rule, STATES) == value


@pytest.mark.parametrize("rule", ["", 'ALARM("A"', 'ALARM("A") ALARM("B")', "ALARM(A)", "(TRUE"])
def test_what_is_no_rule_is_refused(rule: str) -> None:
    with pytest.raises(ValueError, match=r"'|bracket"):
        holds(rule, STATES)


def played(a: str, suppressor: str) -> list[tuple[int, str]]:
    """Return when actions run for which state; a letter of the texts is a minute, A is ALARM."""
    properties = {
        "AlarmRule": 'ALARM("A")',
        "ActionsSuppressor": "S",
        "ActionsSuppressorWaitPeriod": 180,
        "ActionsSuppressorExtensionPeriod": 120,
    }
    composite, found = CompositeAlarm(properties, state=OK, acted=OK), []
    for now, each in enumerate(zip(a, suppressor, strict=True)):
        states = dict(zip("AS", (ALARM if letter == "A" else OK for letter in each), strict=True))
        composite.update(states, now)
        if composite.due(states, now):
            composite.acted = composite.state
            found.append((now, composite.state))
    return found


@pytest.mark.parametrize(
    ("a", "suppressor", "actions"),
    [
        # The wait ends, and the suppressor has not come: the actions run.
        ("--AAAAAAAA", "----------", [(5, ALARM)]),
        # It comes during the wait.
        ("--AAAAAAAA", "---AAAAAAA", []),
        # It goes, and the alarm ends during the extension.
        ("--AAAAA---", "--AAAA----", []),
        # It goes, and the alarm goes on.
        ("--AAAAAAAA", "--AAAA----", [(7, ALARM)]),
        # The alarm ends during the wait.
        ("--AA------", "----------", []),
        ("--AAAA----", "----------", [(5, ALARM), (9, OK)]),
    ],
)
def test_suppression(a: str, suppressor: str, actions: list[tuple[int, str]]) -> None:
    assert played(a, suppressor) == actions
