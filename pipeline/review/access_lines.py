"""Permissions, openings and protections as lines: actions of one statement stand together."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.review.access import AccessChange
from pipeline.review.cause import Cause
from pipeline.review.coverage import Grant
from pipeline.review.wording import bracketed

_STATEMENTS = ("allowed", "denied", "trusted")


def access_lines(changes: list[tuple[AccessChange, Cause]]) -> list[str]:
    """Return a line for each opening and protection, and one for the actions of a statement."""
    groups: dict[tuple[str, str], list[Grant]] = {}
    for change, cause in changes:
        start = f"{'widened' if change.widens else 'not widened'}: {change.grant.resource}: "
        start += f"{change.grant.kind} {change.words}: "
        groups.setdefault((start, bracketed(cause.text)), []).append(change.grant)
    return [
        f"{start}{text}{end}"
        for (start, end), grants in groups.items()
        for text in in_statements(grants)
    ]


def in_statements(grants: Iterable[Grant]) -> list[str]:
    """Return what grants say, those that differ in the action alone as one."""
    actions: dict[str, dict[str, None]] = {}
    for each in grants:
        action = each.scope[0] if each.kind in _STATEMENTS and each.scope else ""
        actions.setdefault(each.text.removeprefix(action), {})[action] = None
    return [f"{', '.join(found)}{rest}" for rest, found in actions.items()]
