"""A distribution that is refused."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import GROUP, Finding, Resource, Rule, aws

KEYS = ("MixedInstancesPolicy", "InstancesDistribution")


class DistributionBounds(Rule):
    id = "ER9341"
    shortdesc = "The distribution of a mixed group is within bounds"
    description = (
        "OnDemandPercentageAboveBaseCapacity is 0 to 100; SpotInstancePools, 1 to 20, goes "
        "with the strategy lowest-price only; the capacity-optimized-prioritized strategy "
        "needs its overrides."
    )
    instead = "Write a percentage, and SpotInstancePools only with lowest-price"
    source_url = aws("autoscaling/ec2/APIReference/API_InstancesDistribution.html")
    tags = ["scaling", "instances"]
    types = (GROUP,)

    def check(self, resource: Resource) -> Iterator[Finding]:
        share = resource.number(*KEYS, "OnDemandPercentageAboveBaseCapacity")
        if share is not None and not 0 <= share <= 100:
            yield resource.finding(
                f"{share:g} percent", *KEYS, "OnDemandPercentageAboveBaseCapacity"
            )
        for key in ("OnDemandPercentageAboveBaseCapacity", "OnDemandBaseCapacity"):
            count = resource.number(*KEYS, key)
            if count is not None and count != int(count):
                yield resource.finding(f"{count:g} is no whole number", *KEYS, key)
        pools = resource.number(*KEYS, "SpotInstancePools")
        strategy = resource.get(*KEYS, "SpotAllocationStrategy")
        if (
            pools is not None
            and pools > 0
            and isinstance(strategy, str)
            and strategy != "lowest-price"
        ):
            yield resource.finding(f"SpotInstancePools with {strategy}", *KEYS, "SpotInstancePools")
        elif pools is not None and not 0 <= pools <= 20:
            yield resource.finding(f"{pools:g} pools", *KEYS, "SpotInstancePools")
