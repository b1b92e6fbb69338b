"""The entries of a list that come and go, as one change of the list."""

from __future__ import annotations

from typing import Any

from pipeline.review.canonical import MISSING
from pipeline.review.cause import Cause
from pipeline.review.records import PropertyChange

Pair = tuple[PropertyChange, Cause]


def with_whole_lists(pairs: list[Pair]) -> list[Pair]:
    """Return changes with their causes; entries of one list with one cause are one change."""
    found: dict[Any, list[Pair]] = {}
    for index, (change, cause) in enumerate(pairs):
        is_entry = MISSING in (change.before, change.after)
        key = (change.label, change.effect, change.reason, cause) if is_entry else index
        found.setdefault(key, []).append((change, cause))
    return [each[0] if len(each) == 1 else _whole(each) for each in found.values()]


def _whole(entries: list[Pair]) -> Pair:
    changes = [change for change, _ in entries]
    before = [each.before for each in changes if each.before is not MISSING]
    after = [each.after for each in changes if each.after is not MISSING]
    whole = changes[0]._replace(before=before or MISSING, after=after or MISSING)
    return whole, entries[0][1]
