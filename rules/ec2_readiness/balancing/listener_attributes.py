"""The attributes of a listener."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import (
    LISTENER,
    LISTENERS,
    Finding,
    Resource,
    Rule,
    attribute_findings,
    aws,
    balancer_kind,
)


class ListenerAttributes(Rule):
    id = "ER9548"
    shortdesc = "A listener's attributes exist and hold valid values"
    description = (
        "Elastic Load Balancing refuses an attribute of a listener that it does not know, and a "
        "header's value that the attribute does not take."
    )
    instead = "Take key and value from the table of listener attributes"
    source_url = aws("elasticloadbalancing/latest/APIReference/API_ListenerAttribute.html")
    tags = ["balancing"]
    types = (LISTENER,)

    def check(self, resource: Resource) -> Iterator[Finding]:
        balancer = resource.resource("LoadBalancerArn")
        kind = balancer_kind(balancer) if balancer is not None else ""
        yield from attribute_findings(resource, "ListenerAttributes", LISTENERS, kind)
