"""What a deployer has to be allowed for resources of a template, as single grants."""

import functools
from collections.abc import Iterator
from typing import Any, NamedTuple

from pipeline.paths import walk
from pipeline.review.deployer.facts import (
    added_actions,
    is_on_every_resource,
    only_with,
    service_linked,
)
from pipeline.review.deployer.names import Names
from pipeline.review.deployer.patterns import ANY
from pipeline.review.deployer.reads import template_reads
from pipeline.review.deployer.roles import SERVICE_ROLE, Condition, for_roles
from pipeline.review.registry import permissions, resource_schema

EVERY_HANDLER: tuple[str, ...] = ("create", "update", "delete")


class Grant(NamedTuple):
    """An action, an ARN with `*` for what is open, and what must hold of a request."""

    action: str
    arn: str
    condition: Condition = ()


def stack_grants(data: dict[str, Any], region: str) -> set[Grant]:
    """Return what creating, updating and deleting a stack takes."""
    every = {str(name): EVERY_HANDLER for name in data.get("Resources", {})}
    return resource_grants(data, region, every) | {
        Grant(action, arn) for action, arn in template_reads(data)
    }


def resource_grants(
    data: dict[str, Any], region: str, handlers: dict[str, tuple[str, ...]]
) -> set[Grant]:
    """Return what handlers of some resources take, by the names of the resources."""
    names = Names(data)
    found: set[Grant] = set()
    for name, which in handlers.items():
        resource = names.resources[name]
        for action in type_actions(str(resource.get("Type")), region, which):
            if not _is_needless(action, resource):
                found |= {Grant(*each) for each in _granted(names, name, action)}
    return found


@functools.cache
def type_actions(type_: str, region: str, handlers: tuple[str, ...]) -> frozenset[str]:
    """Return the actions of some handlers of a resource type; each of them reads, too."""
    schema = resource_schema(type_, region)
    found = {action for handler in (*handlers, "read") for action in permissions(schema, handler)}
    found |= {*(added_actions(type_) or [])}
    return frozenset(found | ({SERVICE_ROLE} if found and service_linked(type_) else set()))


def unknown_types(data: dict[str, Any], region: str) -> list[str]:
    """Return the types in a template whose actions are not known."""
    types = {str(each.get("Type")) for each in data.get("Resources", {}).values()}
    return sorted(
        type_
        for type_ in types
        if added_actions(type_) is None and not type_actions(type_, region, EVERY_HANDLER)
    )


def _granted(names: Names, name: str, action: str) -> Iterator[tuple[str, str, Condition]]:
    special = for_roles(names, name, action)
    if special is not None:
        yield from special
        return
    arns = names.arns(str(names.resources[name].get("Type")), action) or ()
    if arns and is_on_every_resource(action):
        arns = (ANY,)
    yield from ((action, arn, ()) for arn in arns)


def _is_needless(action: str, resource: dict[str, Any]) -> bool:
    return any(
        not any(_has(resource.get("Properties", {}), each) for each in properties)
        for properties in only_with(str(resource.get("Type")), action)
    )


def _has(value: Any, key: str) -> bool:
    """Whether a property is set at any depth."""
    return any(path[-1:] == (key,) for path, _ in walk(value))
