"""Two resources that cannot both have the same values while an update is under way."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pipeline.review.canonical import canonical, sort_key
from pipeline.review.records import REMOVED
from pipeline.review.update import Note, Update, is_new

# What two resources of a type cannot have in common while both exist; a resource that is renamed
# in the template is created before the old one is deleted.
_IDENTITIES = {
    "AWS::ElasticLoadBalancingV2::Listener": ("LoadBalancerArn", "Port"),
    "AWS::ElasticLoadBalancingV2::ListenerRule": ("ListenerArn", "Priority"),
    "AWS::EC2::Route": ("RouteTableId", "DestinationCidrBlock", "DestinationIpv6CidrBlock"),
    "AWS::EC2::Subnet": ("VpcId", "CidrBlock"),
    "AWS::Route53::RecordSet": ("HostedZoneId", "Name", "Type"),
    "AWS::WAFv2::WebACLAssociation": ("ResourceArn",),
    "AWS::EC2::VPCGatewayAttachment": ("VpcId",),
}


def collisions(update: Update) -> Iterator[Note]:
    """Yield new resources that take the place of old ones which are deleted only afterwards."""
    gone = {
        identity: change.name
        for change in update.changes
        if change.kind == REMOVED and (identity := _identity(change.type, update.old(change.name)))
    }
    for change in update.changes:
        identity = _identity(change.type, update.new(change.name))
        if is_new(change) and identity in gone:
            keys = " and ".join(_IDENTITIES[change.type])
            text = f"created before {gone[identity]} is deleted, and both have the same {keys}"
            yield Note(change.name, text)


def taken(update: Update) -> Iterator[Note]:
    """Yield resources that change to what another one has until its own change or deletion.

    Such as listener rules that swap their priorities: each is changed by itself, and the first to
    change finds the number in use.
    https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_SetRulePriorities.html
    """
    owners = {
        _identity(str(each.get("Type")), each.get("Properties", {})): name
        for name, each in update.before.get("Resources", {}).items()
    }
    for change in update.changes:
        identity = _identity(change.type, update.new(change.name))
        moves = identity and identity != _identity(change.type, update.old(change.name))
        owner = owners.get(identity, change.name)
        if moves and not is_new(change) and owner != change.name:
            keys = " and ".join(_IDENTITIES[change.type])
            text = (
                f"changes to the {keys} of {owner}, which has them until it is changed or deleted "
                "in the same update: move one to a free value in a deployment before"
            )
            yield Note(change.name, text)


def _identity(type_: str, properties: dict[str, Any]) -> str:
    if type_ not in _IDENTITIES or not properties:
        return ""
    return sort_key([type_, *(canonical(properties.get(key, "")) for key in _IDENTITIES[type_])])
