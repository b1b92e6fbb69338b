"""One zone is one failure."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import (
    GROUP,
    Finding,
    Resource,
    Rule,
    Value,
    aws,
    is_single,
    number,
    zones_of,
)


class SeveralZones(Rule):
    id = "WR9306"
    shortdesc = "A group spreads over at least two availability zones"
    description = (
        "When the only zone fails, all instances are gone and none can be launched elsewhere."
    )
    instead = "List subnets of at least two availability zones"
    assumes = "subnets with one zone in their parameters or names are in that zone"
    source_url = aws("autoscaling/ec2/userguide/auto-scaling-benefits.html")
    tags = ["autoscaling", "availability"]
    types = (GROUP,)

    def check(self, resource: Resource) -> Iterator[Finding]:
        most = number(resource.get("MaxSize"))
        if most is not None and most < 2:
            return
        key = "VPCZoneIdentifier" if resource.has("VPCZoneIdentifier") else "AvailabilityZones"
        value = resource.get(key)
        if not isinstance(value, list) or not value:
            return
        zones = zones_of(resource.view, value) if key == "VPCZoneIdentifier" else value
        if len(value) == 1 and is_single(resource.view, value[0]):
            yield resource.finding("All instances are in one subnet or zone", key)
        elif len(value) > 1 and is_single(resource.view, value[0]) and self._repeats(value):
            yield resource.finding("All the subnets are the same one", key)
        elif zones is not None and len(value) > 1 and all(zone == zones[0] for zone in zones):
            yield resource.finding("All the subnets are in the same zone", key)

    @staticmethod
    def _repeats(values: list[Value]) -> bool:
        """One subnet, named again and again."""
        return all(value == values[0] for value in values)
