"""What changes between two templates, as records."""

from typing import Any, NamedTuple

from pipeline.paths import KeyPath
from pipeline.review.effects import Effect

ADDED, REMOVED = "added", "removed"


class PropertyChange(NamedTuple):
    """A leaf of a resource that changes: `label` is its path as people write it.

    `before` and `after` are canonical, MISSING where there is no value, and equal where only what
    the value refers to changes, which is then the resource `via`.
    """

    path: KeyPath
    label: str
    before: Any
    after: Any
    effect: Effect
    reason: str
    via: str = ""


class ResourceChange(NamedTuple):
    """A resource that is added, removed or updated; `effect` is the greatest of its properties."""

    name: str
    type: str
    kind: str
    effect: Effect
    properties: list[PropertyChange]

    @property
    def heading(self) -> str:
        """What happens to the resource, in words."""
        return self.kind or self.effect.words


class Templates(NamedTuple):
    """Two templates as canonical resources, and what of them is compared by name."""

    before: dict[str, Any]
    after: dict[str, Any]
    region: str
    changed_names: frozenset[str]  # conditions that decide something else now
    by_default: tuple[dict[str, Any], dict[str, Any]]  # both, with the parameters' defaults


def updated(name: str, type_: str, properties: list[PropertyChange]) -> ResourceChange:
    """Return the change of a resource that stays, by those of its properties."""
    effect = max(each.effect for each in properties)
    return ResourceChange(name, type_, "", effect, properties)
