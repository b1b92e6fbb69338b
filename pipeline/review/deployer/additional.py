"""The permissions that an update takes, and that its stack as it is would not."""

from __future__ import annotations

from pipeline.review.deployer.grants import (
    EVERY_HANDLER,
    Grant,
    resource_grants,
    stack_grants,
    unknown_types,
)
from pipeline.review.deployer.reads import template_reads
from pipeline.review.effects import Effect
from pipeline.review.records import ADDED, REMOVED, ResourceChange
from pipeline.review.update import Update, ends, is_new
from pipeline.review.wording import shown


def additional_permissions(update: Update, region: str) -> list[str]:
    """Return the actions, with what they are allowed on where the action alone is not new."""
    if not update.changes:
        return []
    known = stack_grants(update.before, region)
    staying = {each.name: _handlers(each) for each in update.changes if each.kind != REMOVED}
    needed = resource_grants(update.after, region, staying) - known
    needed |= {Grant(*each) for each in template_reads(update.after)} - known
    actions = {each.action for each in known}
    found = {_words(each, is_new_action=each.action not in actions) for each in needed}
    new = set(unknown_types(update.after, region)) - set(unknown_types(update.before, region))
    return [*sorted(found), *(f"not known: the actions of {type_}" for type_ in sorted(new))]


def _handlers(change: ResourceChange) -> tuple[str, ...]:
    """Return the handlers that a change calls; the rollback of a new resource deletes it."""
    if change.kind == ADDED:
        return EVERY_HANDLER
    if change.effect < Effect.MAY_REPLACE:
        return ("update",)
    return (*(["create"] if is_new(change) else []), *(["delete"] if ends(change) else []))


def _words(grant: Grant, *, is_new_action: bool) -> str:
    if is_new_action:
        return grant.action
    where = shown(grant.arn.removeprefix("arn:${AWS::Partition}:"))
    under = [f"{key}={value}" for key, values in grant.condition for value in values]
    return f"{grant.action} on {where}" + (f" with {', '.join(under)}" if under else "")
