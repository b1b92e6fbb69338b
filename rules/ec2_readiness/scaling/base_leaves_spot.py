"""A base of On-Demand instances as large as the group."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import GROUP, Finding, Resource, Rule, aws, number, schedules_of

KEYS = ("MixedInstancesPolicy", "InstancesDistribution")


class BaseLeavesSpot(Rule):
    id = "WR9351"
    shortdesc = "A mixed group has room above its base of On-Demand instances"
    description = (
        "OnDemandBaseCapacity is filled first. Where it is MaxSize or more, the group never "
        "launches a Spot instance, and the percentage above the base counts for nothing."
    )
    instead = "Lower OnDemandBaseCapacity below MaxSize"
    assumes = "nothing outside of the template changes MaxSize"
    source_url = aws("autoscaling/ec2/APIReference/API_InstancesDistribution.html")
    tags = ["autoscaling", "instances"]
    types = (GROUP,)

    def check(self, resource: Resource) -> Iterator[Finding]:
        base, most = resource.number(*KEYS, "OnDemandBaseCapacity"), resource.number("MaxSize")
        share = resource.number(*KEYS, "OnDemandPercentageAboveBaseCapacity")
        if base is None or most is None or share is None or share >= 100:
            return
        larger = [number(one.get("MaxSize")) for one in schedules_of(resource)]
        if base >= most > 0 and all(size is None or size <= base for size in larger):
            text = f"A base of {base:g} in a group of at most {most:g}"
            yield resource.finding(text, *KEYS, "OnDemandBaseCapacity")
