"""Spot instances cannot be kept warm."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import GROUP, Finding, Resource, Rule, aws, launch_for, number, pick


class WarmPoolWithoutSpot(Rule):
    id = "ER9308"
    shortdesc = "A group with a warm pool launches no Spot instances"
    description = (
        "A warm pool cannot be added to a group that requests Spot instances: the call is refused."
    )
    instead = "Set OnDemandPercentageAboveBaseCapacity: 100, or do without the warm pool"
    source_url = aws("autoscaling/ec2/userguide/ec2-auto-scaling-warm-pools.html")
    tags = ["autoscaling"]
    types = ("AWS::AutoScaling::WarmPool",)

    def check(self, resource: Resource) -> Iterator[Finding]:
        group = resource.resource("AutoScalingGroupName")
        if group is None or group.type != GROUP:
            return
        share = number(
            group.get(
                "MixedInstancesPolicy",
                "InstancesDistribution",
                "OnDemandPercentageAboveBaseCapacity",
            )
        )
        launch = launch_for(group)
        market = (
            pick(launch.get("InstanceMarketOptions"), "MarketType") if launch is not None else None
        )
        priced = launch is not None and launch.states("SpotPrice")
        if (share is not None and share < 100) or market == "spot" or priced:
            yield resource.finding(f"{group.name} requests Spot instances", "AutoScalingGroupName")
