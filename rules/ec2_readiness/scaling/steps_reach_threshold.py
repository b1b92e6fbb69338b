"""The breach itself must fall into a step."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import POLICY, Finding, Resource, Rule, aws, number, pick


class StepsReachThreshold(Rule):
    id = "ER9311"
    shortdesc = "The steps of a scaling policy are open at the far end"
    description = (
        "Bounds are offsets from the alarm's threshold. If the outermost step has a bound, a "
        "worse value falls into no step and the group does not scale when it needs it most."
    )
    instead = (
        "Leave out the upper bound of the last step when scaling out, the lower one when scaling in"
    )
    source_url = aws("autoscaling/ec2/APIReference/API_StepAdjustment.html")
    tags = ["autoscaling", "scaling"]
    types = (POLICY,)

    def check(self, resource: Resource) -> Iterator[Finding]:
        steps = [step for _, step in resource.entries("StepAdjustments")]
        bounds = [
            (pick(s, "MetricIntervalLowerBound"), pick(s, "MetricIntervalUpperBound"))
            for s in steps
        ]
        if not steps or any(low is None or high is None for low, high in bounds):
            return
        if all(number(low) is not None and number(high) is not None for low, high in bounds):
            yield resource.finding("Every step has an end on both sides", "StepAdjustments")
