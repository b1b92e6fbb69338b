"""What every report on an impact says, in words: a summary, and sections of sentences."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from typing import Any

from pipeline.review.access_lines import access_lines
from pipeline.review.cause import Cause
from pipeline.review.impact import HEADINGS, Impact, Item
from pipeline.review.records import PropertyChange
from pipeline.review.wording import bracketed, brief, plural, shown, text_of

Section = tuple[str, list[str]]
NOTHING = "No impact: nothing that CloudFormation compares changes."


def summary(found: Impact) -> str:
    """Return how many resources each heading has, and what else counts, on one line."""
    if found.is_empty:
        return NOTHING
    if found.is_new:
        return f"a new stack of {plural(len(found.items), 'resource')}"
    counts = [(len(found.under(heading)), heading) for heading in HEADINGS]
    resources = ", ".join(f"{number} {heading}" for number, heading in counts if number)
    widened = sum(line.startswith("widened") for line in access_lines(found.access))
    parts = [resources or "no resource changes"]
    parts += [f"access widened in {plural(widened, 'place')}"] if widened else []
    parts += ["other regions"] if found.regions else []
    interrupted = sum(note.interrupts for note, _ in found.notes)
    parts += [f"clients interrupted in {plural(interrupted, 'place')}"] if interrupted else []
    parts += [f"{len(found.refused)} reasons to be refused"] if len(found.refused) > 1 else []
    parts += ["1 reason to be refused"] if len(found.refused) == 1 else []
    return ", ".join(parts)


def first(found: Impact) -> list[Section]:
    """Return the sections before the resources, those that say something."""
    access = [] if found.is_new else access_lines(found.access)
    sections = [
        ("Regions", _noted(found.regions)),
        ("AWS will or may refuse", _noted(found.refused)),
        ("What follows", _noted(found.notes)),
        ("Permissions, openings and protections", access),
        ("To review", _of_new_stack(found) if found.is_new else []),
    ]
    return [section for section in sections if section[1]]


def _of_new_stack(found: Impact) -> list[str]:
    return [
        "openings, permissions, alarms and costs: the review sheet beside the template",
        f"what the deployer needs: {found.command} --permissions {found.name}",
    ]


def rows(found: Impact) -> list[tuple[str, list[Item]]]:
    """Return the headings with their resources; those of a new stack are in its sheet."""
    if found.is_new:
        return []
    headings = [(heading, found.under(heading)) for heading in HEADINGS]
    return [(heading, items) for heading, items in headings if items]


def last(found: Impact) -> list[Section]:
    """Return the sections after the resources, those that say something."""
    sections = [
        ("Outputs", [] if found.is_new else [*found.outputs]),
        ("Deployments from now on", found.deployment),
        ("Open: decided at deployment", found.open_ if found.items else []),
        (
            "Permissions that this update needs in addition",
            [] if found.is_new else found.permissions,
        ),
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
