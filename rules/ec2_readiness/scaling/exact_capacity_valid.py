"""An exact capacity below zero."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import POLICY, Finding, Resource, Rule, aws, number, pick


class ExactCapacityValid(Rule):
    id = "ER9345"
    shortdesc = "An exact capacity is not negative"
    description = "Auto Scaling refuses a negative adjustment of type ExactCapacity."
    instead = "Write the number of instances, or AdjustmentType: ChangeInCapacity"
    source_url = aws("autoscaling/ec2/APIReference/API_PutScalingPolicy.html")
    tags = ["autoscaling", "scaling"]
    types = (POLICY,)

    def check(self, resource: Resource) -> Iterator[Finding]:
        if resource.get("AdjustmentType") != "ExactCapacity":
            return
        simple = resource.number("ScalingAdjustment")
        if simple is not None and simple < 0:
            yield resource.finding(f"A capacity of {simple:g}", "ScalingAdjustment")
        for index, step in resource.entries("StepAdjustments"):
            size = number(pick(step, "ScalingAdjustment"))
            if size is not None and size < 0:
                place = ("StepAdjustments", index, "ScalingAdjustment")
                yield resource.finding(f"A capacity of {size:g}", *place)
