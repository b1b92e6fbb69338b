"""Two policies that pull at one group."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import GROUP, Finding, Resource, Rule, aws, kind_of, policies_of


class OneMaster(Rule):
    id = "WR9314"
    shortdesc = "Target tracking is not mixed with simple or step policies"
    description = (
        "Target tracking adds and removes instances by alarms of its own. A step or simple "
        "policy beside it acts against that, and the size of the group oscillates."
    )
    instead = "Leave the scaling to target tracking and remove this policy with its alarm"
    source_url = aws("autoscaling/ec2/userguide/as-scaling-target-tracking.html")
    tags = ["autoscaling", "scaling"]
    types = (GROUP,)

    def check(self, resource: Resource) -> Iterator[Finding]:
        kinds = [(policy, kind_of(policy)) for policy in policies_of(resource)]
        tracking = [policy.name for policy, kind in kinds if kind == "TargetTrackingScaling"]
        for policy, kind in kinds:
            if tracking and kind in ("SimpleScaling", "StepScaling"):
                yield policy.finding_at(f"{tracking[0]} tracks a target for the same group")
