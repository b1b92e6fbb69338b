"""One update of a stack: both templates, and what changes between them."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from pipeline.review.effects import Effect
from pipeline.review.records import ADDED, REMOVED, ResourceChange


class Note(NamedTuple):
    """Something that follows from a change of a resource, as one sentence.

    `changed` is the resource that changes, where the sentence is about another one. `interrupts`
    says that clients may find no application, for a moment or until another update. `key` is the
    property that it follows from, empty where it follows from the resource's greatest change.
    """

    resource: str
    text: str
    changed: str = ""
    interrupts: bool = False
    key: str = ""


class Update(NamedTuple):
    """Both templates as data, and the resources that change between them."""

    before: dict[str, Any]
    after: dict[str, Any]
    changes: list[ResourceChange]

    def of_type(self, type_: str) -> Iterator[ResourceChange]:
        """Yield the changes of resources of a type."""
        return (each for each in self.changes if each.type == type_)

    def old(self, name: str) -> dict[str, Any]:
        """Return a resource's properties before, empty where it is new."""
        return _properties(self.before, name)

    def new(self, name: str) -> dict[str, Any]:
        """Return a resource's properties after, empty where it is gone."""
        return _properties(self.after, name)

    @property
    def replaced(self) -> frozenset[str]:
        """The names of the resources that are replaced, certainly or not."""
        return frozenset(each.name for each in self.changes if replaces(each))


def replaces(change: ResourceChange) -> bool:
    """Whether a resource is replaced, certainly or not."""
    return not change.kind and change.effect in (Effect.REPLACE, Effect.MAY_REPLACE)


def is_new(change: ResourceChange) -> bool:
    """Whether there is a new physical resource afterwards."""
    return change.kind == ADDED or replaces(change)


def ends(change: ResourceChange) -> bool:
    """Whether a physical resource leaves the stack."""
    return change.kind == REMOVED or replaces(change)


def _properties(data: dict[str, Any], name: str) -> dict[str, Any]:
    found: dict[str, Any] = data.get("Resources", {}).get(name, {}).get("Properties", {})
    return found


def hedged(update: Update, notes: list[Note]) -> list[Note]:
    """Return notes, those on resources that may be replaced with this condition."""
    open_ = {each.name for each in update.changes if each.effect is Effect.MAY_REPLACE}
    return [
        each._replace(text=f"if it is replaced: {each.text}") if each.resource in open_ else each
        for each in notes
    ]
