"""What follows from a change for outbound connections: NAT gateways and their addresses.

https://docs.aws.amazon.com/vpc/latest/userguide/vpc-nat-gateway.html
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pipeline.review.canonical import canonical
from pipeline.review.references import references
from pipeline.review.update import Note, Update, ends, is_new, replaces
from pipeline.review.update_behaviours import GROUP

_ADDRESS = "AWS::EC2::EIP"
_ASSOCIATION = "AWS::EC2::SubnetRouteTableAssociation"
_GATEWAY = "AWS::EC2::NatGateway"
_ROUTE = "AWS::EC2::Route"
_EXITS = ("NatGatewayId", "GatewayId")


def routes(update: Update) -> Iterator[Note]:
    """Yield the routes that lead to another NAT gateway, which does not know open connections."""
    gateways = _of_type(update.before, _GATEWAY)
    for change in update.of_type(_ROUTE):
        old, new = (_exit(each(change.name)) for each in (update.old, update.new))
        if change.kind or replaces(change) or old not in gateways:
            continue
        if old != new or old in update.replaced:
            through = f"; new ones go through {new}" if old != new else ""
            text = f"open connections to the Internet through {old} break{through}"
            yield Note(change.name, text)


def outbound_zones(update: Update) -> Iterator[Note]:
    """Yield what remains of the ways to the Internet of a group's subnets."""
    for group in _of_type(update.after, GROUP):
        old, new = (_exits(each, group) for each in (update.before, update.after))
        before = {*old.values()} & _of_type(update.before, _GATEWAY).keys()
        after = {*new.values()} & _of_type(update.after, _GATEWAY).keys()
        if before and not after:
            yield Note(min(before), _without_gateway(new))
        elif len(before) > len(after) == 1 and len(new) > 1:
            text = "without it, all instances lose the Internet where the zone of"
            yield Note(min(before - after, default=group), f"{text} {min(after)} fails")


def _without_gateway(exits: dict[str, str]) -> str:
    if any(exits.values()):
        return "instances reach the Internet from addresses of their own, which are not permanent"
    return "instances do not reach the Internet any more, only AWS by VPC endpoints, or a proxy"


def outbound_addresses(update: Update) -> Iterator[Note]:
    """Yield the addresses of NAT gateways that others see from now on, or no longer."""
    sides = [_gateway_addresses(each) for each in (update.before, update.after)]
    if not sides[0]:
        return
    for change in update.of_type(_ADDRESS):
        if is_new(change) and change.name in sides[1]:
            text = "a new address of outbound connections: services that allow only known ones"
            yield Note(change.name, f"{text} refuse it until it is on their lists")
        if ends(change) and change.name in sides[0]:
            text = "the address goes back to AWS: take it off lists of allowed addresses"
            yield Note(change.name, text)


def _gateway_addresses(template: dict[str, Any]) -> list[str]:
    found = _of_type(template, _GATEWAY).values()
    return [_target(each.get("AllocationId")) for each in found]


def _exits(template: dict[str, Any], group: str) -> dict[str, str]:
    """Return the subnets of a group that the template has, each with what leads to the Internet."""
    found = _of_type(template, _ASSOCIATION).values()
    tables = {_target(each.get("SubnetId")): _target(each.get("RouteTableId")) for each in found}
    exits = {
        _target(each.get("RouteTableId")): _exit(each)
        for each in _of_type(template, _ROUTE).values()
        if each.get("DestinationCidrBlock") == "0.0.0.0/0"
    }
    properties = template.get("Resources", {}).get(group, {}).get("Properties", {})
    subnets = properties.get("VPCZoneIdentifier", [])
    names = [_target(each) for each in subnets] if isinstance(subnets, list) else []
    return {name: exits.get(tables[name], "") for name in names if name in tables}


def _exit(route: dict[str, Any]) -> str:
    return next((_target(route[key]) for key in _EXITS if key in route), "")


def _target(value: Any) -> str:
    """Return the resource that a value refers to, empty for anything else."""
    return next((each.target for each in references(canonical(value))), "")


def _of_type(template: dict[str, Any], type_: str) -> dict[str, dict[str, Any]]:
    found = template.get("Resources", {}).items()
    return {name: each.get("Properties", {}) for name, each in found if each.get("Type") == type_}
