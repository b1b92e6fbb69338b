"""Instances that are removed for want of data, or faster than they come."""

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
    entries,
    kind_of,
    number,
    pick,
)


class ScaleInHasData(Rule):
    id = "WR9352"
    shortdesc = "A group scales in by steps, on data, and with a pause after each"
    description = (
        "An alarm that takes missing data for a breach removes instances while nothing is known of "
        "the load. A policy that removes all at once leaves the minimum, and a pause of seconds "
        "between two activities ends before the first has an effect."
    )
    instead = "Write TreatMissingData: missing or ignore, smaller steps, and a Cooldown of minutes"
    source_url = aws("autoscaling/ec2/userguide/as-scaling-simple-step.html")
    tags = ["autoscaling", "scaling"]
    types = (ALARM, POLICY)

    def check(self, resource: Resource) -> Iterator[Finding]:
        if resource.type == POLICY:
            yield from self._policy(resource)
            return
        if resource.get("TreatMissingData") != "breaching":
            return
        for _, action in called(resource, "AlarmActions"):
            policy = resource.view.target(action)
            if policy is not None and policy.type == POLICY and _adjustments(policy):
                if all(value < 0 for value in _adjustments(policy)):
                    text = f"Missing data scale in by {policy.name}"
                    yield resource.finding(text, "TreatMissingData")

    @staticmethod
    def _policy(policy: Resource) -> Iterator[Finding]:
        percent = policy.get("AdjustmentType") == "PercentChangeInCapacity"
        for value in _adjustments(policy) if percent else ():
            if value <= -100 or value > 500:
                yield policy.finding_at(f"An adjustment of {value:g} percent")
        pause = policy.number("Cooldown")
        if kind_of(policy) == "SimpleScaling" and pause is not None and pause < 30:
            yield policy.finding(f"A pause of {pause:g} seconds", "Cooldown")


def _adjustments(policy: Resource) -> list[float]:
    values: list[Value] = [
        pick(s, "ScalingAdjustment") for _, s in entries(policy.get("StepAdjustments"))
    ]
    found = [number(value) for value in [*values, policy.get("ScalingAdjustment")]]
    return [value for value in found if value is not None]
