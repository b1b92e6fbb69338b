"""What follows where instances lose permissions: those of the running release lose them, too.

CloudFormation updates the role before the group, since the launch template refers to it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pipeline.review.access_lines import in_statements
from pipeline.review.canonical import canonical
from pipeline.review.coverage import Grant, covers
from pipeline.review.policy_grants import role_grants, statement_grants
from pipeline.review.references import references
from pipeline.review.update import Note, Update
from pipeline.review.wording import shown

_PROFILE = "AWS::IAM::InstanceProfile"
_ATTACHED = ("AWS::IAM::Policy", "AWS::IAM::ManagedPolicy", "AWS::IAM::RolePolicy")
_NAMED = 3  # statements


def lost_permissions(update: Update) -> Iterator[Note]:
    """Yield what roles of instances, and policies of these roles, no longer allow."""
    old, new = (each.get("Resources", {}) for each in (update.before, update.after))
    for role in sorted((_roles(old) & _roles(new)) - update.replaced):
        kept = list(_grants(new, role))
        gone = [each for each in _grants(old, role) if not _is_among(each, kept)]
        for name in dict.fromkeys(each.resource for each in gone):
            lost = in_statements([each for each in gone if each.resource == name])
            text = f"running instances lose {_some(lost)} before they are replaced"
            yield Note(name, f"{text}: if their release uses it, remove it in a later deployment")


def boundaries(update: Update) -> Iterator[Note]:
    """Yield the roles of instances whose permissions another boundary limits, at once.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
    """
    old, new = (each.get("Resources", {}) for each in (update.before, update.after))
    for role in sorted((_roles(old) & _roles(new)) - update.replaced):
        before, after = (
            canonical(each(role).get("PermissionsBoundary")) for each in (update.old, update.new)
        )
        if before != after and "PermissionsBoundary" in update.new(role):
            text = (
                f"running instances may do only what {shown(after)} allows, too, before they are "
                "replaced: it has to allow all that the review sheet lists for the instances"
            )
            yield Note(role, text, key="PermissionsBoundary")


def _roles(resources: dict[str, Any]) -> set[str]:
    """Return the roles of instance profiles."""
    profiles = [each for each in resources.values() if each.get("Type") == _PROFILE]
    return {name for each in profiles for name in _named(each)} & resources.keys()


def _named(resource: dict[str, Any]) -> list[str]:
    properties = canonical(resource.get("Properties", {}))
    return [
        each.target for key in ("Roles", "RoleName") for each in references(properties.get(key))
    ]


def _grants(resources: dict[str, Any], role: str) -> Iterator[Grant]:
    for name, each in resources.items():
        type_, properties = str(each.get("Type")), each.get("Properties", {})
        if name == role or (type_ in _ATTACHED and role in _named(each)):
            found = (
                *statement_grants(name, type_, properties),
                *role_grants(name, type_, properties),
            )
            yield from (grant for grant in found if grant.kind == "allowed")


def _is_among(grant: Grant, kept: list[Grant]) -> bool:
    return any(
        each.text == grant.text or covers(each.scope, grant.scope, is_rule=False) for each in kept
    )


def _some(statements: list[str]) -> str:
    rest = len(statements) - _NAMED
    more = [f"{rest} more"] if rest > 0 else []
    return " and ".join([*statements[:_NAMED], *more])
