"""A composite alarm: its rule, and when its actions are suppressed.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html
https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Create_Composite_Alarm_Suppression.html
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from tests.cloudwatch.evaluation import ALARM, INSUFFICIENT_DATA, OK

Data = dict[str, Any]
_TOKEN = re.compile(r'\s*(AND|OR|NOT|TRUE|FALSE|[()]|(?:ALARM|OK|INSUFFICIENT_DATA)\("[^"]+"\))')
_CONSTANTS = {"TRUE": True, "FALSE": False}
_STATE = re.compile(r'(\w+)\("([^"]+)"\)')


@dataclass
class CompositeAlarm:
    """A composite alarm's properties, its state, and the state whose actions ran last."""

    properties: Data
    state: str = INSUFFICIENT_DATA
    acted: str = INSUFFICIENT_DATA
    _changed: int = -(10**6)
    _suppressed_until: int = -(10**6)

    def update(self, states: dict[str, str], now: int) -> str:
        """Evaluate the rule; `states` holds those of all alarms that it names."""
        state = ALARM if holds(self.properties["AlarmRule"], states) else OK
        if state != self.state:
            self.state, self._changed = state, now
        return state

    def due(self, states: dict[str, str], now: int) -> bool:
        """Tell whether the actions of the present state run in this minute."""
        suppressor = self.properties.get("ActionsSuppressor")
        if suppressor:
            if states[suppressor] == ALARM:
                self._suppressed_until = now + self._minutes("ActionsSuppressorExtensionPeriod")
                return False
            waiting = now < self._changed + self._minutes("ActionsSuppressorWaitPeriod")
            if waiting or now < self._suppressed_until:
                return False
        return self.state != self.acted

    def _minutes(self, key: str) -> int:
        return int(self.properties[key]) // 60


def holds(rule: str, states: dict[str, str]) -> bool:
    """Tell whether a rule is true; raises ValueError for what is no rule."""
    tokens = _tokens(rule)
    value = _any(tokens, states)
    if tokens:
        raise ValueError(f"'{tokens[0]}' in {rule}")
    return value


def names(rule: str) -> list[str]:
    """Return the names of the alarms in a rule."""
    return [name for _, name in _STATE.findall(rule)]


def _tokens(rule: str) -> list[str]:
    found, rest = [], rule.strip()
    while rest:
        match = _TOKEN.match(rest)
        if not match:
            raise ValueError(f"'{rest}' in {rule}")
        found.append(match[1])
        rest = rest[match.end() :].strip()
    return found


def _any(tokens: list[str], states: dict[str, str]) -> bool:
    value = _all(tokens, states)
    while tokens[:1] == ["OR"]:
        tokens.pop(0)
        value = _all(tokens, states) or value
    return value


def _all(tokens: list[str], states: dict[str, str]) -> bool:
    value = _one(tokens, states)
    while tokens[:1] == ["AND"]:
        tokens.pop(0)
        value = _one(tokens, states) and value
    return value


def _one(tokens: list[str], states: dict[str, str]) -> bool:
    token = tokens.pop(0) if tokens else ""
    if token == "NOT":  # noqa: S105 (an operator)
        return not _one(tokens, states)
    if token == "(":  # noqa: S105 (a bracket)
        value = _any(tokens, states)
        if not tokens or tokens.pop(0) != ")":
            raise ValueError("a bracket is not closed")
        return value
    if match := _STATE.fullmatch(token):
        return states[match[2]] == match[1]
    if token in _CONSTANTS:
        return _CONSTANTS[token]
    raise ValueError(f"'{token}' is no condition")
