"""Whether a permission or an opening that comes with a change widens what is allowed or reachable.

What concerns only resources that are new in the same change opens nothing that was there before,
unless it admits the Internet or another account.
"""

import re
from typing import Any, NamedTuple

from pipeline.review.canonical import canonical
from pipeline.review.coverage import Grant, address_range, covers
from pipeline.review.https_openings import ports_before
from pipeline.review.outsiders import is_for_outsiders
from pipeline.review.references import references

_RULES = ("ingress", "egress")
_GROUP = "AWS::EC2::SecurityGroup"
_LISTS = re.compile(r"[\w-]+:(Describe|List)\w*\*?")


class Stacks(NamedTuple):
    """The resources of two templates' data, and what the first of them grants."""

    before: dict[str, Any]
    after: dict[str, Any]
    known: list[Grant]

    def is_new(self, name: str) -> bool:
        """Whether a resource comes with the change."""
        return name in self.after and name not in self.before

    def stays(self, name: str) -> bool:
        """Whether a resource was there before and is there afterwards."""
        return name in self.after and name in self.before


def widens(grant: Grant, stacks: Stacks) -> bool:
    """Whether a grant that was not there before allows or reaches more than was before."""
    if not stacks.before or _is_covered(grant, stacks):
        return False
    return is_for_outsiders(grant, stacks.after) or _concerns_old(grant, stacks)


def _is_covered(grant: Grant, stacks: Stacks) -> bool:
    """Whether the resource had as much before, or one of its type that it takes the place of."""
    names = _predecessors(grant.resource, stacks)
    known = [each for each in stacks.known if each.resource in names and each.kind == grant.kind]
    if not grant.scope:
        return any(each.text == grant.text for each in known)
    is_rule = grant.kind in _RULES

    def had(scope: tuple[str, ...]) -> bool:
        return any(covers(each.scope, scope, is_rule=is_rule) for each in known)

    return had(grant.scope) or (is_rule and _was_reachable(grant, stacks, known))


def _predecessors(name: str, stacks: Stacks) -> set[str]:
    if not stacks.is_new(name):
        return {name}
    type_ = stacks.after[name].get("Type")
    gone = stacks.before.keys() - stacks.after.keys()
    return {each for each in gone if stacks.before[each].get("Type") == type_}


def _was_reachable(rule: Grant, stacks: Stacks, known: list[Grant]) -> bool:
    """Whether the peers of a rule were among all addresses, or had the port before HTTPS."""
    scopes = [each.scope for each in known if each.scope]
    protocol, low, high, peer, condition = rule.scope
    peers = [peer]
    if address_range(peer) is None:  # the members of a security group or prefix list
        uses_ipv6 = any(":" in str(address_range(each[3])) for each in scopes)
        peers = ["0.0.0.0/0", "::/0"] if uses_ipv6 else ["0.0.0.0/0"]
    ports = [
        (low, high),
        *((each, each) for each in ports_before(rule, stacks.before, stacks.after)),
    ]
    return any(
        all(
            any(covers(each, (protocol, *pair, one, condition), is_rule=True) for each in scopes)
            for one in peers
        )
        for pair in ports
    )


def _concerns_old(grant: Grant, stacks: Stacks) -> bool:
    """Whether a grant is about anything that was there before the change."""
    has_new = any(map(stacks.is_new, grant.refers))
    if grant.kind in _RULES:
        is_used = _is_used(grant.resource, stacks)
        return is_used and not (has_new and grant.kind == "egress")
    if not grant.scope or not grant.scope[2]:  # a permission of a role
        return not (has_new or _is_list_for_new_role(grant, stacks))
    named = [each for each in grant.refers if each in stacks.after]
    guarded = named or _attached_to(grant.resource, stacks) or [grant.resource]
    return not all(map(stacks.is_new, guarded))


def _is_list_for_new_role(grant: Grant, stacks: Stacks) -> bool:
    """Whether a new role may see which resources there are, as roles of services have to."""
    is_role = stacks.after.get(grant.resource, {}).get("Type") == "AWS::IAM::Role"
    what = grant.scope[0] if grant.scope else ""
    return is_role and stacks.is_new(grant.resource) and _LISTS.fullmatch(what) is not None


def _is_used(group: str, stacks: Stacks) -> bool:
    """Whether a security group was there before, or is given to something that was."""
    return not stacks.is_new(group) or any(
        stacks.stays(name)
        and not str(each.get("Type")).startswith(_GROUP)
        and group in {link.target for link in references(canonical(each.get("Properties", {})))}
        for name, each in stacks.after.items()
    )


def _attached_to(name: str, stacks: Stacks) -> list[str]:
    """Return the resources that a policy with a resource of its own belongs to."""
    resource = stacks.after.get(name, {})
    if not str(resource.get("Type")).endswith("Policy"):
        return []
    found = references(canonical(resource.get("Properties", {})))
    return [each.target for each in found if each.target in stacks.after]
