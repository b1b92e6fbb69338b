"""Weights of a mixed fleet."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import GROUP, OVERRIDES, Finding, Resource, Rule, aws, pick


class WeightsOnAllOrNone(Rule):
    id = "ER9309"
    shortdesc = "Either all instance types of a mixed group have a weight, or none has"
    description = "Auto Scaling refuses overrides of which only some carry a WeightedCapacity."
    instead = "Give every override a WeightedCapacity, or none"
    source_url = aws("autoscaling/ec2/APIReference/API_LaunchTemplateOverrides.html")
    tags = ["autoscaling"]
    types = (GROUP,)

    def check(self, resource: Resource) -> Iterator[Finding]:
        overrides = [(i, o) for i, o in resource.entries(*OVERRIDES) if isinstance(o, dict)]
        without = [
            index for index, override in overrides if pick(override, "WeightedCapacity") is None
        ]
        if without and len(without) < len(overrides):
            yield resource.finding(
                "This override has no WeightedCapacity, others have", *OVERRIDES, without[0]
            )
