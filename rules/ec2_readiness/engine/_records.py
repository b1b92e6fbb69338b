"""DNS records that lead to load balancers."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine._balancers import CLASSIC, LOAD_BALANCER
from ec2_readiness.engine._resource import Resource
from ec2_readiness.engine._values import Hole, Text, Value
from ec2_readiness.engine._view import View

CLOUDFRONT_ZONE = "Z2FDTNDATAQYW2"
Place = tuple["str | int", ...]


def balancer_records(view: View) -> Iterator[tuple[Resource, Place, Value]]:
    """Every record set of the template, alone or in a group, with its place."""
    for resource in view.of("AWS::Route53::RecordSet"):
        yield resource, (), resource.properties
    for resource in view.of("AWS::Route53::RecordSetGroup"):
        for index, record in resource.entries("RecordSets"):
            yield resource, ("RecordSets", index), record


def named_balancer(view: View, name: Value) -> Resource | None:
    """The load balancer whose DNS name this is, with or without `dualstack.` before it."""
    holes = (
        [part for part in name.parts if isinstance(part, Hole)]
        if isinstance(name, Text)
        else [name]
    )
    target = view.target(holes[0]) if len(holes) == 1 else None
    return target if target is not None and target.type in (LOAD_BALANCER, CLASSIC) else None


def is_other_zone(view: View, zone: Value, own: Value) -> bool:
    """The zone is surely not a load balancer's: the record's own, a hosted zone, CloudFront's."""
    if zone is None:
        return False
    target = view.target(zone)
    if target is not None:
        return True  # the right zone of the right load balancer was ruled out before
    kind = view.parameter(getattr(zone, "target", "")).get("Type")
    return zone in (own, CLOUDFRONT_ZONE) or kind == "AWS::Route53::HostedZone::Id"
