"""A load balancer in one zone."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import (
    LOAD_BALANCER,
    Finding,
    Resource,
    Rule,
    aws,
    is_application,
    is_single,
    zones_of,
)


class BalancerSpansZones(Rule):
    id = "ER9521"
    shortdesc = "An Application Load Balancer has subnets of at least two zones"
    description = (
        "Elastic Load Balancing refuses two subnets of the same zone, and fewer than two zones "
        "outside of Local Zones and Outposts."
    )
    instead = "List one subnet of each of at least two availability zones"
    source_url = aws("elasticloadbalancing/latest/application/application-load-balancers.html")
    tags = ["balancing", "availability"]
    types = (LOAD_BALANCER,)

    def check(self, resource: Resource) -> Iterator[Finding]:
        subnets = resource.get("Subnets")
        if not isinstance(subnets, list) or not is_application(resource):
            return
        for index, subnet in enumerate(subnets):
            if subnet in subnets[:index] and is_single(resource.view, subnet):
                yield resource.finding("The same subnet again", "Subnets", index)
                return
        if len(subnets) == 1 and is_single(resource.view, subnets[0]):
            unless = "the subnet is one of a Local Zone or an Outpost"
            yield resource.finding("A single subnet", "Subnets", unless=unless)
        zones = zones_of(resource.view, subnets)
        for index, zone in enumerate(zones or []):
            if zones is not None and zone in zones[:index]:
                yield resource.finding("A second subnet of the same zone", "Subnets", index)
                return
