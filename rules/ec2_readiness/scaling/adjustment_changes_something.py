"""An adjustment by nothing."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import POLICY, Finding, Resource, Rule, aws, number, pick


class AdjustmentChangesSomething(Rule):
    id = "WR9340"
    shortdesc = "A scaling adjustment is not zero"
    description = "An adjustment by 0 changes nothing when its alarm goes off."
    instead = "Write the number of instances to add or remove"
    source_url = aws("autoscaling/ec2/APIReference/API_PutScalingPolicy.html")
    tags = ["scaling"]
    types = (POLICY,)

    def check(self, resource: Resource) -> Iterator[Finding]:
        if resource.get("AdjustmentType") == "ExactCapacity":
            return
        if resource.number("ScalingAdjustment") == 0:
            yield resource.finding("The adjustment is 0", "ScalingAdjustment")
        steps = resource.entries("StepAdjustments")
        values = [number(pick(step, "ScalingAdjustment")) for _, step in steps]
        if values and all(value == 0 for value in values):
            yield resource.finding("Every adjustment is 0", "StepAdjustments")
