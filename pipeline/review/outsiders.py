"""Whether a permission or an opening admits the Internet or another account."""

from __future__ import annotations

import json
from typing import Any

from pipeline.review.coverage import Grant, address_range
from pipeline.review.references import references
from pipeline.review.statement_coverage import EVERYONE, principals

# Keys of conditions that limit who asks; with a negation they do not.
# https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
_NARROW = frozenset(
    (
        "aws:principalaccount", "aws:principalarn", "aws:principalorgid", "aws:principalorgpaths",
        "aws:sourceaccount", "aws:sourcearn", "aws:sourceorgid", "aws:sourceowner", "aws:sourcevpc",
        "aws:sourcevpce", "kms:calleraccount",
    )
)  # fmt: skip
_PRIVATE = ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "fc00::/7")


def is_for_outsiders(grant: Grant, resources: dict[str, Any]) -> bool:
    """Whether a grant is for more than the account and what is in its networks."""
    if grant.kind == "ingress":
        return not grant.scope or _is_public(grant, resources)
    if grant.kind == "egress" or not grant.scope or not grant.scope[2]:
        return False
    who = principals(grant.scope[2])
    if _is_narrow(grant.scope[3]):
        who.discard(EVERYONE)
    return any(_is_outside(type_, name, resources) for type_, name in who)


def _is_public(rule: Grant, resources: dict[str, Any]) -> bool:
    peer = address_range(rule.scope[3])
    if peer is None:
        is_inside = any(each in resources for each in rule.refers)
        return not (is_inside or rule.scope[3].startswith("sg-"))
    own = [found for found in map(address_range, _PRIVATE) if found]
    return not any(
        peer.version == each.version and peer.subnet_of(each)  # type: ignore[arg-type]
        for each in own
    )


def _is_outside(type_: str, name: str, resources: dict[str, Any]) -> bool:
    if type_ == "Service":
        return False
    if type_ != "AWS" or name[:1] != "{":
        return True
    targets = {each.target for each in references(json.loads(name))}
    return not ("AWS::AccountId" in targets or targets & resources.keys())


def _is_narrow(condition: str) -> bool:
    return any(
        key.lower() in _NARROW
        for operator, keys in json.loads(condition or "{}").items()
        if isinstance(keys, dict) and "Not" not in operator and "IfExists" not in operator
        for key in keys
    )
