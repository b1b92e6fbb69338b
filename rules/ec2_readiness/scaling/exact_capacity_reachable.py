"""An exact capacity outside the group's sizes."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import (
    GROUP,
    POLICY,
    Finding,
    Resource,
    Rule,
    aws,
    number,
    pick,
    schedules_of,
)


class ExactCapacityReachable(Rule):
    id = "WR9346"
    shortdesc = "An exact capacity lies within the sizes of the group"
    description = (
        "Auto Scaling never goes above MaxSize or below MinSize: the group stops there, and the "
        "capacity that the policy names is never reached."
    )
    instead = "Raise MaxSize, or lower the adjustment"
    assumes = "nothing outside of the template changes the sizes of the group"
    source_url = aws("autoscaling/ec2/userguide/as-scaling-simple-step.html")
    tags = ["autoscaling", "scaling"]
    types = (POLICY,)

    def check(self, resource: Resource) -> Iterator[Finding]:
        group = resource.resource("AutoScalingGroupName")
        if group is None or group.type != GROUP or schedules_of(group):
            return
        if resource.get("AdjustmentType") != "ExactCapacity":
            return
        least, most = group.number("MinSize"), group.number("MaxSize")
        places = [
            (("StepAdjustments", i, "ScalingAdjustment"), pick(step, "ScalingAdjustment"))
            for i, step in resource.entries("StepAdjustments")
        ]
        for place, value in [*places, (("ScalingAdjustment",), resource.get("ScalingAdjustment"))]:
            size = number(value)
            if size is not None and most is not None and size > most:
                yield resource.finding(f"{size:g}, and MaxSize is {most:g}", *place)
            elif size is not None and least is not None and 0 <= size < least:
                yield resource.finding(f"{size:g}, and MinSize is {least:g}", *place)
