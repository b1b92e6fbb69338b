"""A policy that nothing ever runs."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import POLICY, Finding, Resource, Rule, aws, kind_of


class PolicyHasTrigger(Rule):
    id = "WR9321"
    shortdesc = "A simple or step policy is triggered by an alarm"
    description = (
        "Simple and step policies run when an alarm calls them. With none that does, nothing "
        "scales."
    )
    instead = "List the policy in the AlarmActions of an alarm, or use target tracking"
    source_url = aws("autoscaling/ec2/userguide/as-scaling-simple-step.html")
    tags = ["autoscaling", "scaling", "alarms"]
    types = (POLICY,)

    def check(self, resource: Resource) -> Iterator[Finding]:
        if kind_of(resource) not in ("SimpleScaling", "StepScaling"):
            return
        if not resource.view.users(resource) and not resource.view.is_exposed(resource):
            yield resource.finding_at("No alarm triggers this policy")
