"""Permissions, openings and protections as lines: actions of one statement stand together."""

from __future__ import annotations

from pipeline.review.access import AccessChange
from pipeline.review.records import Cause
from pipeline.review.wording import bracketed

_STATEMENTS = ("allowed", "denied", "trusted")


def access_lines(changes: list[tuple[AccessChange, Cause]]) -> list[str]:
    """Return a line for each opening and protection, and one for the actions of a statement."""
    lines: dict[tuple[str, str], dict[str, None]] = {}
    for change, cause in changes:
        grant = change.grant
        action = grant.scope[0] if grant.kind in _STATEMENTS and grant.scope else ""
        start = (
            f"{'widened' if change.widens else 'not widened'}: {grant.resource}: {grant.kind} "
            f"{change.words}: "
        )
        end = f"{grant.text.removeprefix(action)}{bracketed(cause.text)}"
        lines.setdefault((start, end), {})[action] = None
    return [f"{start}{', '.join(actions)}{end}" for (start, end), actions in lines.items()]
