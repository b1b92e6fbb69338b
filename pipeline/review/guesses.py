"""Where a change may come from, if the config behind the old template is not known."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.review.canonical import MISSING
from pipeline.review.cause import Cause
from pipeline.review.causes import Causes
from pipeline.review.partial_text import PartialText
from pipeline.review.records import ADDED, PropertyChange, ResourceChange
from pipeline.review.references import references
from pipeline.template.assembly import Rendering


class Guesses:
    """Leads changes to the only setting that can be behind them, or to what they refer to."""

    def __init__(
        self,
        rendering: Rendering,
        texts: dict[str, PartialText],
        changes: Iterable[ResourceChange],
    ) -> None:
        self._causes = Causes(rendering, texts)
        self._changes = {each.name: each for each in changes}
        self._known: dict[str, Cause] = {}

    def resource(self, change: ResourceChange) -> Cause:
        """Return the cause of a change of a resource as a whole."""
        return self._causes.certain(("Resources", change.name), is_added=change.kind == ADDED)

    def property(self, name: str, change: PropertyChange) -> Cause:
        """Return the cause of a change of a property; `name` is its resource's."""
        if change.via in self._changes:
            return self._of(change.via)
        for target in _new_references(change):
            if target in self._changes and self._changes[target].kind == ADDED:
                return self._of(target)
        path = ("Resources", name, *change.path)
        if MISSING in (change.before, change.after):  # how many entries there are is not in them
            return self._causes.unknown
        return self._causes.certain(path)

    def output(self, name: str) -> Cause:
        """Return the cause of a change of an output."""
        return self._causes.certain(("Outputs", name))

    def _of(self, name: str) -> Cause:
        """Return the cause of another resource's change."""
        if name not in self._known:
            change = self._changes[name]
            self._known[name] = self.resource(change)  # ends a circle of references
            properties = change.properties
            strongest = max(properties, key=lambda each: each.effect, default=None)
            if strongest:
                self._known[name] = self.property(name, strongest)
        return self._known[name]


def _new_references(change: PropertyChange) -> list[str]:
    """Return the resources that a property refers to from now on."""
    old = {each.target for each in references(change.before)}
    return [each.target for each in references(change.after) if each.target not in old]
