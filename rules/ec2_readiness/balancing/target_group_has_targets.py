"""A target group without targets."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import (
    LISTENER,
    LISTENER_RULE,
    TARGET_GROUP,
    Finding,
    Resource,
    Rule,
    aws,
    leading_to,
)

OTHERS = (LISTENER, LISTENER_RULE, "AWS::CloudWatch::Alarm", "AWS::AutoScaling::ScalingPolicy")


class TargetGroupHasTargets(Rule):
    id = "WR9513"
    shortdesc = "Something registers with each target group"
    description = (
        "A listener that forwards to an empty target group answers every request with 503."
    )
    instead = "List the target group in TargetGroupARNs of the Auto Scaling group"
    source_url = aws("elasticloadbalancing/latest/application/load-balancer-troubleshooting.html")
    tags = ["balancing"]
    types = (TARGET_GROUP,)

    def check(self, resource: Resource) -> Iterator[Finding]:
        view = resource.view
        if resource.has("Targets") or view.is_exposed(resource) or not leading_to(resource):
            return
        if not view.of("AWS::AutoScaling::AutoScalingGroup"):
            return
        groups = view.of("AWS::AutoScaling::AutoScalingGroup")
        if any(hasattr(group.get("TargetGroupARNs"), "mentions") for group in groups):
            return
        if all(user.type in (*OTHERS, "AWS::EC2::LaunchTemplate") for user in view.users(resource)):
            yield resource.finding_at("Nothing registers with this target group")
