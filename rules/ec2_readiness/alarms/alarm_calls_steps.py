"""An alarm that calls a policy with alarms of its own."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import ALARM, POLICY, Finding, Resource, Rule, aws, called, kind_of


class AlarmCallsSteps(Rule):
    id = "WR9638"
    shortdesc = "An alarm calls simple or step scaling policies"
    description = (
        "Target tracking and predictive policies act on their own alarms and forecasts: an alarm "
        "of the template that calls one changes nothing."
    )
    instead = "Call a topic, or a policy of type StepScaling"
    source_url = aws("autoscaling/ec2/userguide/as-scaling-target-tracking.html")
    tags = ["alarms", "scaling"]
    types = (ALARM,)

    def check(self, resource: Resource) -> Iterator[Finding]:
        for place, action in called(resource):
            policy = resource.view.target(action)
            if policy is not None and policy.type == POLICY:
                kind = kind_of(policy)
                if kind in ("TargetTrackingScaling", "PredictiveScaling"):
                    yield resource.finding(f"{policy.name} is of type {kind}", *place)
