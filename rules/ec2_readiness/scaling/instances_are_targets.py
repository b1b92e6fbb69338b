"""A group registers instances, not addresses."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import GROUP, Finding, Resource, Rule, attached_target_groups, aws


class InstancesAreTargets(Rule):
    id = "ER9326"
    shortdesc = "An Auto Scaling group is attached to target groups of type instance"
    description = (
        "Auto Scaling registers instance ids: a target group of type ip, lambda or alb refuses "
        "them."
    )
    instead = "Set TargetType: instance on the target group"
    source_url = aws("autoscaling/ec2/userguide/attach-load-balancer-asg.html")
    tags = ["autoscaling", "balancing"]
    types = (GROUP,)

    def check(self, resource: Resource) -> Iterator[Finding]:
        for target in attached_target_groups(resource):
            kind = target.string("TargetType")
            if kind in ("ip", "lambda", "alb"):
                yield target.finding(
                    f"{resource.name} registers instances, not {kind}", "TargetType"
                )
