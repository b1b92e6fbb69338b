"""Notes on values below `custom`, which only a team's partials know."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.checks.note import Note
from pipeline.diagnostic import did_you_mean
from pipeline.template.assembly import Rendering


def unread_values(rendering: Rendering) -> Iterator[Note]:
    """Yield what no partial reads: it may be misspelt, or left over."""
    for each in rendering.unread:
        similar = did_you_mean(each.path[-1], each.known)
        hint = f"{similar} Else delete it" if similar else "correct the name, or delete it"
        yield Note("N0015", each.path, "no partial reads it", f"{hint}; or add a waiver of N0015")
