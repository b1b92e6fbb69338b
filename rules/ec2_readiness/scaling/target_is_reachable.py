"""A target that the metric can reach."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import POLICY, Finding, Resource, Rule, aws

KEYS = ("TargetTrackingConfiguration",)

# Requests a minute, and bytes a minute, that any server has when it is up.
SMALLEST = {
    "ALBRequestCountPerTarget": 10,
    "ASGAverageNetworkIn": 10_000,
    "ASGAverageNetworkOut": 10_000,
}


class TargetIsReachable(Rule):
    id = "WR9319"
    shortdesc = "The target of a policy is one that the metric meets"
    description = (
        "Average CPU never passes 100 percent: with a target there the group never scales out, and "
        "with one below 10 it stays at its maximum. So it does with few requests a minute or bytes "
        "as a target."
    )
    instead = "Write a TargetValue that one instance has under load: 30 to 80 for CPU"
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
            and not 10 <= target <= self.config["highest"]
        ):
            yield resource.finding(f"The CPU target is {target:g} percent", *KEYS, "TargetValue")
        least = SMALLEST.get(kind) if isinstance(kind, str) else None
        if least is not None and target is not None and 0 < target < least:
            yield resource.finding(f"A target of {target:g} for {kind}", *KEYS, "TargetValue")
