"""What every report on an impact says, in words: a summary, and sections of sentences."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from typing import Any

from pipeline.review.access_lines import access_lines
from pipeline.review.impact import HEADINGS, Impact
from pipeline.review.records import Cause, PropertyChange
from pipeline.review.wording import bracketed, brief, plural, shown, text_of

Section = tuple[str, list[str]]
NOTHING = "No impact: nothing that CloudFormation compares changes."


def summary(found: Impact) -> str:
    """Return how many resources each heading has, and what else counts, on one line."""
    if found.is_empty:
        return NOTHING
    counts = [(len(found.under(heading)), heading) for heading in HEADINGS]
    resources = ", ".join(f"{number} {heading}" for number, heading in counts if number)
    widened = sum(line.startswith("widened") for line in access_lines(found.access))
    parts = [resources or "no resource changes"]
    parts += [f"access widened in {plural(widened, 'place')}"] if widened else []
    interrupted = sum(note.interrupts for note, _ in found.notes)
    parts += [f"clients interrupted in {plural(interrupted, 'place')}"] if interrupted else []
    parts += [f"{len(found.refused)} reasons to be refused"] if len(found.refused) > 1 else []
    parts += ["1 reason to be refused"] if len(found.refused) == 1 else []
    return ", ".join(parts)


def first(found: Impact) -> list[Section]:
    """Return the sections before the resources, those that say something."""
    sections = [
        ("AWS will or may refuse", _noted(found.refused)),
        ("What follows", _noted(found.notes)),
        ("Permissions, openings and protections", access_lines(found.access)),
    ]
    return [section for section in sections if section[1]]


def last(found: Impact) -> list[Section]:
    """Return the sections after the resources, those that say something."""
    sections = [
        ("Deployments from now on", found.deployment),
        ("Open: decided at deployment", found.open_ if found.items else []),
        ("Permissions that this update needs in addition", found.permissions),
    ]
    return [section for section in sections if section[1]]


def _noted(notes: Iterable[tuple[Any, Cause]]) -> list[str]:
    return [f"{note.resource}: {note.text}{bracketed(cause.text)}" for note, cause in notes]


def words(change: PropertyChange) -> str:
    """Return the change of a property on one line."""
    if change.before == change.after:
        return change.label
    return f"{change.label}: {_pair(change)}"


def _pair(change: PropertyChange) -> str:
    old, new = shown(change.before), shown(change.after)
    both = f"{brief(change.before)} -> {brief(change.after)}"
    if len(old) + len(new) > 160 and isinstance(change.before, (str, dict)):
        return _lines(change.before, change.after) or both
    return both


def _lines(before: Any, after: Any) -> str:
    """Return the lines of long texts that differ, the first few of them."""
    old, new = (text_of(each).splitlines() for each in (before, after))
    differing = [*difflib.unified_diff(old, new, lineterm="", n=0)][2:]  # without its two heads
    changed = [f"{line[0]} {line[1:].strip()}" for line in differing if line[0] != "@"]
    more = f" and {len(changed) - 4} more lines" if len(changed) > 4 else ""
    return "; ".join(brief(each) for each in changed[:4]) + more
