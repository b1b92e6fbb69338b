"""The cases of capabilities: which of them look at a change, and which fail with it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tests.rendered import Data, Stack, as_text, statements
from tests.soak.samples import Sample, Variant
from tests.test_capabilities import elements, is_there

_OF_LAUNCH_TEMPLATE = ("file ", "user data")


def changed_names(variant: Variant, each: Sample) -> set[str]:
    """Return the names of what a variant changes in a sample: ids, types and Sids."""
    stack = variant.of(each) if variant.distance(each) is not None else None
    if stack is None:
        return set()
    found: set[str] = set()
    for section in ("Resources", "Outputs", "Parameters", "Conditions"):
        before, after = each.stack.data.get(section, {}), stack.data.get(section, {})
        for id_, element in before.items():
            if element != after.get(id_):
                found |= {id_, *_names(element)}
    return found


def _names(element: Data) -> Iterator[str]:
    if isinstance(element, dict):
        yield str(element.get("Type"))
        yield from (str(each.get("Sid")) for each in statements(element))


def names_in(case: Data) -> set[str]:
    """Return the words in the places of a case, ids, types and Sids among them."""
    places = [place for each in case.get("then", []) for place in each]
    inside = {"LaunchTemplate" for place in places if place.startswith(_OF_LAUNCH_TEMPLATE)}
    added = " ".join(case.get("adds", []))
    return inside | {*re.split(r"[. ]", " ".join([*places, added]))}


def differs(case: Data, before: Stack, after: Stack | None) -> bool:
    """Whether a case of a capability fails with what is rendered now."""
    if after is None:
        return False
    wanted = [
        (location, value) for each in case.get("then", []) for location, value in each.items()
    ]
    if any(not is_there(after, *each) for each in wanted):
        return True
    text = as_text(after.data)
    if any(each not in text for each in case.get("gone", [])):
        return True
    return not (elements(before) - elements(after)).isdisjoint(case.get("adds", []))
