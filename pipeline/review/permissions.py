"""The IAM actions that deploying and deleting a stack takes, from the registry's handlers."""

from __future__ import annotations

from typing import Any

from pipeline.review.effects import Effect
from pipeline.review.records import ADDED
from pipeline.review.registry import permissions, resource_schema
from pipeline.review.update import Update, ends, is_new


def handler_actions(type_: str, region: str, handlers: tuple[str, ...]) -> set[str]:
    """Return the actions of some handlers of a resource type; each of them reads, too."""
    schema = resource_schema(type_, region)
    return {action for handler in (*handlers, "read") for action in permissions(schema, handler)}


def additional_actions(update: Update, region: str) -> list[str]:
    """Return the actions that this update takes and the stack as it is would not."""
    known: set[str] = set()
    for resource in update.before.get("Resources", {}).values():
        known |= handler_actions(str(resource.get("Type")), region, ("create", "update", "delete"))
    needed: set[str] = set()
    for change in update.changes:
        handlers = [
            *(["create"] if is_new(change) else []),
            *(["delete"] if ends(change) else []),
            *(["update"] if not change.kind and change.effect < Effect.MAY_REPLACE else []),
        ]
        if change.kind == ADDED:
            handlers += ["update", "delete"]  # a rollback deletes it
        needed |= handler_actions(change.type, region, tuple(handlers))
    return sorted(needed - known)


def stack_actions(data: dict[str, Any], region: str) -> dict[str, set[str]]:
    """Return the actions that a template takes, by resource type."""
    types = {str(each.get("Type")) for each in data.get("Resources", {}).values()}
    every = ("create", "update", "delete")
    return {type_: handler_actions(type_, region, every) for type_ in sorted(types)}
