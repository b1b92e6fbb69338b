"""The attributes of a load balancer."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import (
    BALANCER,
    LOAD_BALANCER,
    Finding,
    Resource,
    Rule,
    attribute_findings,
    aws,
    balancer_kind,
)


class BalancerAttributes(Rule):
    id = "ER9501"
    shortdesc = "A load balancer's attributes exist and hold valid values"
    description = (
        "Elastic Load Balancing refuses an attribute it does not know, or a value out of its range."
    )
    instead = "Take key and value from the table of load balancer attributes"
    source_url = aws("elasticloadbalancing/latest/APIReference/API_LoadBalancerAttribute.html")
    tags = ["balancing"]
    types = (LOAD_BALANCER,)

    def check(self, resource: Resource) -> Iterator[Finding]:
        kind = balancer_kind(resource)
        yield from attribute_findings(resource, "LoadBalancerAttributes", BALANCER, kind)
