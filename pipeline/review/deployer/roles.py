"""Permissions on roles: to make them within a boundary, to pass them, and those of services."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from pipeline.paths import walk
from pipeline.review.deployer.facts import passed_to, service_linked
from pipeline.review.deployer.names import Names

Condition = tuple[tuple[str, tuple[str, ...]], ...]  # the keys that must equal one of the values
Granted = Iterator[tuple[str, str, Condition]]
SERVICE_ROLE = "iam:CreateServiceLinkedRole"
_ROLE = "AWS::IAM::Role"
_ROLE_ARN = re.compile(r"arn:[^:]+:iam::\d*:role/.+")
# https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
_WITHIN_BOUNDARY = (
    "iam:AttachRolePolicy", "iam:CreateRole", "iam:DeleteRolePolicy", "iam:DetachRolePolicy",
    "iam:PutRolePermissionsBoundary", "iam:PutRolePolicy",
)  # fmt: skip


def for_roles(names: Names, name: str, action: str) -> Granted | None:
    """Return the grants of an action on roles for a resource, None for another action."""
    if action == SERVICE_ROLE:
        return _service_linked(str(names.resources[name].get("Type")))
    if action == "iam:PassRole":
        return _passed(names, name)
    if action.startswith("iam:") and names.resources[name].get("Type") == _ROLE:
        return _changed(names, name, action)
    return None


def _service_linked(type_: str) -> Granted:
    """Yield the service-linked roles of a type; all of them where no row names one.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create-service-linked-role.html
    """
    prefix = "arn:${AWS::Partition}:iam::${AWS::AccountId}:role/aws-service-role/"
    services = service_linked(type_)
    for service in services:
        yield SERVICE_ROLE, f"{prefix}{service}/*", (("iam:AWSServiceName", (service,)),)
    if not services:
        yield SERVICE_ROLE, f"{prefix}*", ()


def _passed(names: Names, name: str) -> Granted:
    """Yield the roles that a resource may take, each with the services that may get it.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html
    """
    for key, role in names.resources.items():
        if role.get("Type") == _ROLE:
            services = _trusted(names, role) | _passes_to(names, key)
            condition = (("iam:PassedToService", tuple(sorted(services))),) if services else ()
            yield from (("iam:PassRole", arn, condition) for arn in names.role(key))
    own = passed_to(str(names.resources[name].get("Type")))
    for text in sorted(_texts(names.resources[name])):
        if _ROLE_ARN.fullmatch(text):  # a role that exists already
            yield "iam:PassRole", text, (("iam:PassedToService", (own,)),) if own else ()


def _passes_to(names: Names, role: str) -> set[str]:
    """Return the services beside the trusted ones that resources pass a role to."""
    types = {str(each.get("Type")) for each in names.resources.values() if role in _texts(each)}
    return {passed_to(type_) for type_ in types} - {""}


def _trusted(names: Names, role: dict[str, Any]) -> set[str]:
    document = role.get("Properties", {}).get("AssumeRolePolicyDocument", {})
    found: set[str] = set()
    for statement in document.get("Statement", []):
        services = statement.get("Principal", {}).get("Service", [])
        for each in services if isinstance(services, list) else [services]:
            found.add(names.pattern(each))
    return found


def _changed(names: Names, name: str, action: str) -> Granted:
    boundary = names.resources[name].get("Properties", {}).get("PermissionsBoundary")
    if boundary and action == "iam:DeleteRolePermissionsBoundary":
        return
    limited = boundary and action in _WITHIN_BOUNDARY
    condition = (("iam:PermissionsBoundary", (names.pattern(boundary),)),) if limited else ()
    for arn in names.role(name):
        yield action, arn, condition


def _texts(value: Any) -> set[str]:
    """Return the texts in a value."""
    return {each for _, each in walk(value) if isinstance(each, str)}
