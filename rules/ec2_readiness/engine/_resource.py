"""One resource as it stands in one view of the template."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ec2_readiness.engine._kinds import is_known_kind
from ec2_readiness.engine._values import (
    Hole,
    Value,
    as_list,
    entries,
    is_stated,
    number,
    pick,
    string,
)

if TYPE_CHECKING:
    from ec2_readiness.engine._view import View


@dataclass(frozen=True)
class Finding:
    """What is wrong, at which keys of which resource; of no resource, at keys of the template."""

    resource: str
    keys: tuple[str | int, ...]
    message: str
    unless: str = ""  # what would make it right and is not known: no error then, a warning


class Resource:
    """Its body with conditions decided and references left as holes."""

    def __init__(self, name: str, body: dict[str, Any], view: View) -> None:
        self.name = name
        self.body = body
        self.view = view
        self.type: str = str(body.get("Type", ""))
        self._properties: Value = body.get("Properties")
        known = self._properties if isinstance(self._properties, dict) else {}
        self.properties: dict[str, Value] = known
        self.memo: dict[str, Any] = {}  # what the engine has worked out of it

    def get(self, *keys: str | int) -> Value:
        """A property: None where it is absent, a hole where it is not known."""
        return pick(self._properties, *keys)

    def part(self, *keys: str | int) -> Value:
        """The same, from the resource's attributes: UpdatePolicy, Metadata and the like."""
        return pick(self.body, *keys)

    def string(self, *keys: str | int) -> str | None:
        return string(self.get(*keys))

    def number(self, *keys: str | int) -> float | None:
        return number(self.get(*keys))

    def entries(self, *keys: str | int) -> list[tuple[int, Value]]:
        return entries(self.get(*keys))

    def resource(self, *keys: str | int) -> Resource | None:
        """The resource of this template that the property refers to."""
        return self.view.target(self.get(*keys))

    def resources(self, *keys: str | int) -> list[Resource]:
        """The resources of this template that a list refers to."""
        found = [self.view.target(value) for value in as_list(self.get(*keys))]
        return [resource for resource in found if resource is not None]

    def has(self, *keys: str | int) -> bool:
        """The property may be there: False only where it surely is not."""
        return self.get(*keys) is not None

    def states(self, *keys: str | int) -> bool:
        """The property is surely there, known or not."""
        return is_stated(self.get(*keys))

    def finding(self, message: str, *keys: str | int, unless: str = "") -> Finding:
        """At a property."""
        return Finding(self.name, ("Properties", *keys), message, unless)

    def finding_at(self, message: str, *keys: str | int, unless: str = "") -> Finding:
        """At an attribute, or with no keys at the resource itself."""
        return Finding(self.name, keys, message, unless)

    def is_other_than(self, *types: str) -> bool:
        """The resource is of none of the types, and of a kind of which that can be said."""
        return self.type not in types and is_known_kind(self.type)

    def is_ref(self, value: Value) -> bool:
        """The value is this resource's Ref or one of its attributes."""
        return isinstance(value, Hole) and value.target == self.name

    def may_be(self, value: Value) -> bool:
        """The value is this resource, or one that is not known; False where it is absent."""
        return value is not None and self.view.target(value) in (None, self)
