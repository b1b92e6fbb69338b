"""Steps on the wrong side of the threshold."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import (
    ALARM,
    POLICY,
    Finding,
    Resource,
    Rule,
    Value,
    aws,
    called,
    number,
    pick,
    shown,
)


class StepsCoverBreach(Rule):
    id = "WR9335"
    shortdesc = "The steps of a policy cover the values that its alarm goes off for"
    description = (
        "Step bounds count from the alarm's threshold: an alarm on too much needs steps from "
        "0 upwards, one on too little steps up to 0. Otherwise no step applies and nothing "
        "scales."
    )
    instead = "Let the first step begin at 0 on the side of the breach"
    source_url = aws("autoscaling/ec2/userguide/as-scaling-simple-step.html")
    tags = ["scaling", "alarms"]
    types = (ALARM,)

    def check(self, resource: Resource) -> Iterator[Finding]:
        above = shown(resource.get("ComparisonOperator")).startswith("GreaterThan")
        below = shown(resource.get("ComparisonOperator")).startswith("LessThan")
        for _, action in called(resource, "AlarmActions"):
            policy = resource.view.target(action)
            steps = policy.entries("StepAdjustments") if policy is not None else []
            if policy is None or policy.type != POLICY or not steps or above == below:
                continue
            if not any(self._covers(step, above=above) for _, step in steps):
                text = f"No step covers the values that {resource.name} goes off for"
                yield policy.finding(text, "StepAdjustments")

    @staticmethod
    def _covers(step: Value, *, above: bool) -> bool:
        low, high = pick(step, "MetricIntervalLowerBound"), pick(step, "MetricIntervalUpperBound")
        bound = high if above else low
        known = number(bound)
        return bound is None or known is None or (known > 0 if above else known < 0)
