"""Permissions and openings as single grants that can be compared."""

from typing import Any, NamedTuple

from pipeline.paths import KeyPath
from pipeline.review.canonical import canonical
from pipeline.review.coverage import Grant, covers
from pipeline.review.policy_grants import exposures, role_grants, statement_grants
from pipeline.review.protections import Loss, lost_protections
from pipeline.review.references import references
from pipeline.review.security_group_rules import rule_grants
from pipeline.review.store_protections import lost_in_stores
from pipeline.review.widening import Stacks, widens

_OPENINGS = ("ingress", "egress")
_LIMITS = ("denied", "boundary")


class AccessChange(NamedTuple):
    """A grant or a protection that comes or goes, and where it is decided, if that is known.

    `widens` where more is allowed or reachable than before, or less is protected.
    """

    grant: Grant
    widens: bool
    words: str
    path: KeyPath = ()


def access_changes(before: dict[str, Any], after: dict[str, Any]) -> list[AccessChange]:
    """Return the openings and permissions that two templates differ in, and lost protections."""
    if before == after:
        return []
    old, new = (_grants(each.get("Resources", {})) for each in (before, after))
    stacks = Stacks(before.get("Resources", {}), after.get("Resources", {}), list(old))
    found = [_arrives(grant, stacks) for grant in new if grant not in old]
    found += [
        _goes(grant, list(new))
        for grant in old
        if grant not in new and _concerns(grant, before, after)
    ]
    lost = lost_protections(before, after)
    places = {each.path for each in lost}
    lost += [each for each in lost_in_stores(before, after) if each.path not in places]
    found += [_loss(each) for each in lost]
    return sorted(found, key=lambda each: (not each.widens, each.grant))


def _concerns(grant: Grant, before: dict[str, Any], after: dict[str, Any]) -> bool:
    """Whether a grant that goes was one of a resource that stays.

    A removed resource takes its own grants with it; a policy or rule may belong to one that stays.
    """
    if grant.resource in after["Resources"] or grant.resource not in before["Resources"]:
        return True
    resource = before["Resources"][grant.resource]
    if not str(resource.get("Type")).endswith("Policy"):
        return False
    targets = {each.target for each in references(canonical(resource.get("Properties", {})))}
    return not targets or bool(targets & after["Resources"].keys())


def _loss(loss: Loss) -> AccessChange:
    words = "removed" if loss.is_gone else "weakened"
    return AccessChange(Grant(loss.resource, "protection", loss.text), True, words, loss.path)


def _arrives(grant: Grant, stacks: Stacks) -> AccessChange:
    words = "opened" if grant.kind in _OPENINGS else "added"
    return AccessChange(grant, grant.kind not in _LIMITS and widens(grant, stacks), words)


def _goes(grant: Grant, new: list[Grant]) -> AccessChange:
    """Return a grant that goes; a limit may be part of a new one."""
    words = "closed" if grant.kind in _OPENINGS else "removed"
    is_kept = grant.kind == "denied" and any(
        each[:2] == grant[:2] and covers(each.scope, grant.scope, is_rule=False) for each in new
    )
    return AccessChange(grant, grant.kind in _LIMITS and not is_kept, words)


def _grants(resources: dict[str, Any]) -> dict[Grant, None]:
    found: dict[Grant, None] = {}
    for name, resource in resources.items():
        properties = resource.get("Properties", {})
        type_ = str(resource.get("Type"))
        for reader in (rule_grants, statement_grants, role_grants, exposures):
            found.update(dict.fromkeys(reader(name, type_, properties)))
    return found
