"""A target that the metric can reach."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import POLICY, Finding, Resource, Rule, aws

KEYS = ("TargetTrackingConfiguration",)


class TargetIsReachable(Rule):
    id = "WR9319"
    shortdesc = "The target of a CPU policy is a percentage below 100"
    description = (
        "Average CPU never passes 100 percent: with a target there the group never scales out."
    )
    instead = "Write a TargetValue between 30 and 80"
    source_url = aws("autoscaling/ec2/userguide/as-scaling-target-tracking.html")
    tags = ["autoscaling", "scaling"]
    types = (POLICY,)
    options = {"highest": {"default": 94, "type": "integer"}}

    def check(self, resource: Resource) -> Iterator[Finding]:
        kind = resource.get(*KEYS, "PredefinedMetricSpecification", "PredefinedMetricType")
        target = resource.number(*KEYS, "TargetValue")
        if (
            kind == "ASGAverageCPUUtilization"
            and target is not None
            and not 1 <= target <= self.config["highest"]
        ):
            yield resource.finding(f"The CPU target is {target:g} percent", *KEYS, "TargetValue")
