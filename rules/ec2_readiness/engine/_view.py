"""The template under one choice of its conditions."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from ec2_readiness.engine._kinds import hands_on_anything
from ec2_readiness.engine._resolve import Resolver
from ec2_readiness.engine._resource import Resource
from ec2_readiness.engine._values import Hole, Value, as_list, holes, strings


class View:
    """Its resources, by id and by type, and which refers to which."""

    def __init__(
        self, template: dict[str, Any], resolver: Resolver, regions: Sequence[str] = ()
    ) -> None:
        self.template = template
        self.regions = regions  # where the stack is to go, if that was said
        self.resolver = resolver
        self.resources: dict[str, Resource] = {}
        self.types: dict[str, list[Resource]] = {}
        self.memo: dict[str, Any] = {}  # what the engine has worked out of it
        section = template.get("Resources")
        for name, body in (section if isinstance(section, dict) else {}).items():
            if isinstance(body, dict) and self._exists(body):
                self._add(str(name), resolver.resolve(body))

    def _exists(self, body: dict[str, Any]) -> bool:
        condition = body.get("Condition")
        return not isinstance(condition, str) or self.resolver.truths.get(condition, True)

    def _add(self, name: str, body: Value) -> None:
        if not isinstance(body, dict):
            return  # filled in by a macro
        resource = Resource(name, body, self)
        self.resources[name] = resource
        self.types.setdefault(resource.type, []).append(resource)

    @cached_property
    def init_text(self) -> str:
        """Every string in the metadata that cfn-init works through."""
        found: list[str] = []
        for resource in self.resources.values():
            found += strings(resource.part("Metadata", "AWS::CloudFormation::Init"))
        return "\n".join(found)

    @cached_property
    def named_arns(self) -> list[str]:
        """The ARNs that stand in the template literally."""
        return [text for text in strings(self._bodies) if text.startswith("arn:")]

    @property
    def _bodies(self) -> list[Value]:
        return [resource.properties for resource in self.resources.values()]

    def of(self, *types: str) -> list[Resource]:
        return [resource for kind in types for resource in self.types.get(kind, ())]

    def target(self, value: Value) -> Resource | None:
        """The resource that a hole refers to; None where it may be one of elsewhere."""
        found = self.resources.get(value.target) if isinstance(value, Hole) else None
        return None if found is None or hands_on_anything(found.type) else found

    def parameter(self, name: object) -> dict[str, Any]:
        """What the template says of a parameter; nothing where it has none of that name."""
        return self.resolver.parameter(name)

    @cached_property
    def outputs(self) -> Value:
        section = self.template.get("Outputs")
        return self.resolver.resolve(section) if isinstance(section, dict) else {}

    @cached_property
    def _mentions(self) -> dict[str, set[str]]:
        """Every id with the resources that mention it anywhere."""
        found: dict[str, set[str]] = {}
        for resource in self.resources.values():
            names = {name for hole in holes(resource.body) for name in hole.mentions}
            names |= {str(name) for name in as_list(resource.body.get("DependsOn"))}
            for name in names - {resource.name}:
                found.setdefault(name, set()).add(resource.name)
        return found

    def users(self, resource: Resource, *types: str) -> list[Resource]:
        """The resources that mention this one, of some types or of any."""
        names = sorted(self._mentions.get(resource.name, ()))
        found = [self.resources[name] for name in names]
        return [user for user in found if not types or user.type in types]

    def before(self, resource: Resource) -> set[str]:
        """Every id that is created before this one, by reference or DependsOn."""
        found: set[str] = set()
        waiting = [resource.name]
        while waiting:
            for name in self._needs.get(waiting.pop(), ()):
                if name not in found:
                    found.add(name)
                    waiting.append(name)
        return found

    @cached_property
    def _needs(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for name, users in self._mentions.items():
            for user in users:
                found.setdefault(user, set()).add(name)
        return found

    @cached_property
    def _exposed(self) -> set[str]:
        others = [r.body for r in self.resources.values() if hands_on_anything(r.type)]
        return {name for hole in holes([self.outputs, others]) for name in hole.mentions}

    def is_exposed(self, resource: Resource) -> bool:
        """An output, a nested stack or a stored parameter hands it on.

        Another stack may then do what this template does not.
        """
        return resource.name in self._exposed


def comes_after(resource: Resource, other: Resource) -> bool:
    """CloudFormation creates the one only when the other is there."""
    return other.name in resource.view.before(resource)
