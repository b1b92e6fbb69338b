"""Permissions and openings as single grants that can be compared."""

from __future__ import annotations

from typing import Any, NamedTuple

from pipeline.review.coverage import Grant, covers
from pipeline.review.policy_grants import exposures, role_grants, statement_grants
from pipeline.review.security_group_rules import rule_grants


class AccessChange(NamedTuple):
    """A grant that comes or goes; `widens` where more is allowed or reachable than before."""

    grant: Grant
    widens: bool
    words: str


def access_changes(before: dict[str, Any], after: dict[str, Any]) -> list[AccessChange]:
    """Return the openings and permissions that two templates' data differ in."""
    old, new = (_grants(each.get("Resources", {})) for each in (before, after))
    found = [_change(grant, list(old), arrives=True) for grant in new if grant not in old]
    found += [_change(grant, [], arrives=False) for grant in old if grant not in new]
    return sorted(found, key=lambda each: (not each.widens, each.grant))


def _change(grant: Grant, known: list[Grant], *, arrives: bool) -> AccessChange:
    denies = grant.kind in ("denied", "boundary", "guard")
    opens = grant.kind in ("ingress", "egress")
    words = ("opened" if opens else "added") if arrives else ("closed" if opens else "removed")
    more = not any(
        each[:2] == grant[:2] and covers(each.scope, grant.scope, is_rule=opens) for each in known
    )
    return AccessChange(grant, arrives != denies and more, words)


def _grants(resources: dict[str, Any]) -> dict[Grant, None]:
    found: dict[Grant, None] = {}
    for name, resource in resources.items():
        properties = resource.get("Properties", {})
        type_ = str(resource.get("Type"))
        for reader in (rule_grants, statement_grants, role_grants, exposures):
            found.update(dict.fromkeys(reader(name, type_, properties)))
    return found
