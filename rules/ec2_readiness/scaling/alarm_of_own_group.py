"""An alarm of one group that scales another."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import (
    ALARM,
    GROUP,
    POLICY,
    Finding,
    Resource,
    Rule,
    aws,
    called,
    pick,
)


class AlarmOfOwnGroup(Rule):
    id = "WR9339"
    shortdesc = "An alarm scales the group that it watches"
    description = (
        "A policy that is triggered by the load of another group adds instances where they "
        "are not needed, and none where they are."
    )
    instead = "Name the same group in the alarm's dimension and the policy"
    source_url = aws("autoscaling/ec2/userguide/as-scaling-simple-step.html")
    tags = ["scaling", "alarms"]
    types = (ALARM,)

    def check(self, resource: Resource) -> Iterator[Finding]:
        for index, dimension in resource.entries("Dimensions"):
            watched = resource.view.target(pick(dimension, "Value"))
            if watched is None or watched.type != GROUP:
                continue
            for _, action in called(resource, "AlarmActions"):
                policy = resource.view.target(action)
                scaled = policy.resource("AutoScalingGroupName") if policy is not None else None
                if policy is not None and policy.type == POLICY and scaled not in (None, watched):
                    text = f"{policy.name} scales another group than {watched.name}"
                    yield resource.finding(text, "Dimensions", index, "Value")
