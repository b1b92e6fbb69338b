"""The effects of an update that a team forbids: --fail-on."""

from __future__ import annotations

from pipeline.diagnostic import Diagnostic
from pipeline.review.effects import Effect
from pipeline.review.impact import Impact, Item
from pipeline.review.records import REMOVED

RULE = "impact"


def forbidden(found: Impact, kinds: list[str]) -> list[Diagnostic]:
    """Return a diagnostic, at the line that caused it, for each change of a forbidden kind.

    A stack that is new has no clients yet.
    """
    diagnostics = []
    for item in found.items:
        interrupts = item.change.effect is Effect.INTERRUPTION and "interruption" in kinds
        if interrupts or (_replaces(item) and {"replace", "interruption"} & {*kinds}):
            diagnostics.append(_diagnostic(item, f"{item.change.name}: {item.change.heading}"))
    for note, cause in found.regions if {"replace", "interruption"} & {*kinds} else []:
        if note.interrupts:
            message = f"{note.resource}: {note.text}"
            diagnostics.append(Diagnostic(cause.location, message, rule=RULE))
    for note, cause in found.notes if "interruption" in kinds else []:
        if note.interrupts and not found.is_new:
            message = f"{note.resource}: {note.text}"
            element = ("Resources", note.changed or note.resource)
            diagnostics.append(Diagnostic(cause.location, message, rule=RULE, element=element))
    for change, cause in found.access if "widened" in kinds else []:
        if change.widens:
            grant = change.grant
            message = f"{grant.resource}: {grant.kind} {change.words}: {grant.text}"
            diagnostics.append(Diagnostic(cause.location, message, rule=RULE))
    return diagnostics


def _replaces(item: Item) -> bool:
    return item.change.kind == REMOVED or item.change.effect >= Effect.MAY_REPLACE


def _diagnostic(item: Item, message: str) -> Diagnostic:
    return Diagnostic(
        item.cause.location, message, rule=RULE, element=("Resources", item.change.name)
    )
