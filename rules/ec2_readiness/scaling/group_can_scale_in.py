"""What scales out should come back."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import (
    GROUP,
    Finding,
    Resource,
    Rule,
    aws,
    kind_of,
    number,
    pick,
    policies_of,
    schedules_of,
    truth,
)


class GroupCanScaleIn(Rule):
    id = "WR9320"
    shortdesc = "A group that scales out also scales in"
    description = (
        "With policies that only add, or with scale-in disabled everywhere, the group stays at "
        "its largest size after the first peak, and is paid for."
    )
    instead = "Add a policy that removes instances, or enable scale-in on one"
    source_url = aws("autoscaling/ec2/userguide/as-scaling-target-tracking.html")
    tags = ["autoscaling", "scaling"]
    types = (GROUP,)

    def check(self, resource: Resource) -> Iterator[Finding]:
        policies = policies_of(resource)
        if not policies or schedules_of(resource) or resource.view.is_exposed(resource):
            return
        if all(self._only_adds(policy) for policy in policies):
            yield policies[0].finding_at(f"No policy ever takes an instance from {resource.name}")

    @staticmethod
    def _only_adds(policy: Resource) -> bool:
        if kind_of(policy) == "TargetTrackingScaling":
            return truth(policy.get("TargetTrackingConfiguration", "DisableScaleIn")) is True
        if policy.get("AdjustmentType") not in ("ChangeInCapacity", "PercentChangeInCapacity"):
            return False
        steps = [pick(step, "ScalingAdjustment") for _, step in policy.entries("StepAdjustments")]
        changes = [number(c) for c in [policy.get("ScalingAdjustment"), *steps] if c is not None]
        return bool(changes) and all(change is not None and change > 0 for change in changes)
