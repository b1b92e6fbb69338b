"""What a role may do with which resources."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ec2_readiness.engine._memo import memoized
from ec2_readiness.engine._policies import documents, matches, policies_for, statements
from ec2_readiness.engine._resource import Resource
from ec2_readiness.engine._values import Hole, Value, as_list, pick, shown, string

_FILLED = re.compile(r"\$\{[^}]*\}")
Place = tuple["str | int", ...]


@dataclass(frozen=True)
class Grant:
    """One statement of a policy."""

    holder: Resource
    place: Place
    body: dict[str, Value]

    @property
    def effect(self) -> str:
        return string(self.body.get("Effect")) or "?"

    @property
    def condition(self) -> Value:
        return self.body.get("Condition")

    @property
    def resources(self) -> list[Value]:
        return as_list(self.body.get("Resource"))

    def is_about(self, action: str) -> bool:
        """It names the action, or one that is not known."""
        listed = [shown(one) for one in as_list(self.body.get("Action"))]
        return any("${" in one or matches(one, action) for one in listed)

    def reaches(self, arn: str) -> bool:
        """One of its resources may be this one; what is filled in may be anything."""
        if self.body.get("NotResource") is not None:
            return True
        return any(_covers(one, arn) for one in self.resources)


def _covers(resource: Value, arn: str) -> bool:
    if isinstance(resource, Hole):
        return not arn.startswith("not-listed:")
    pattern = _FILLED.sub("*", shown(resource))
    expression = re.escape(pattern).replace(r"\*", ".*").replace(r"\?", ".")
    return re.fullmatch(expression, _FILLED.sub("x", arn)) is not None


def all_statements(resource: Resource) -> Iterator[tuple[Place, Value]]:
    """The statements of the permission policies that a resource holds, with their places."""
    for place, document in documents(resource):
        for inner, body in statements(document):
            yield (*place, *inner), body


@memoized
def grants(role: Resource) -> list[Grant]:
    """The statements of all policies of the template that the role has."""
    return list(_grants(role))


def _grants(role: Resource) -> Iterator[Grant]:
    attached = [role.view.target(arn) for arn in as_list(role.get("ManagedPolicyArns"))]
    own = [policy for policy in attached if policy is not None]
    for holder in [role, *policies_for(role), *own]:
        for place, body in all_statements(holder):
            if isinstance(body, dict):
                yield Grant(holder, place, body)


def has_others(role: Resource) -> bool:
    """It has managed policies that are not in the template, or whose statements are not known."""
    for arn in as_list(role.get("ManagedPolicyArns")):
        if role.view.target(arn) is None:
            return True
    return any(
        pick(document, "Statement") is None or isinstance(pick(document, "Statement"), Hole)
        for holder in [role, *policies_for(role)]
        for _, document in documents(holder)
    )
