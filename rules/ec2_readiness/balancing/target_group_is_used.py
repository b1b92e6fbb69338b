"""A target group that no request reaches."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import (
    GROUP,
    LOAD_BALANCER,
    TARGET_GROUP,
    Finding,
    Resource,
    Rule,
    aws,
    leading_to,
)

IDLE = (
    GROUP,
    "AWS::CloudWatch::Alarm",
    "AWS::AutoScaling::ScalingPolicy",
    "AWS::EC2::LaunchTemplate",
)


class TargetGroupIsUsed(Rule):
    id = "WR9512"
    shortdesc = "A listener sends to each target group"
    description = (
        "A target group that no listener forwards to gets no request and no health check: its "
        "targets stay 'unused', and what waits for them to become healthy times out."
    )
    instead = "Forward to it from a listener or a listener rule"
    assumes = "no other stack uses it"
    source_url = aws("elasticloadbalancing/latest/application/load-balancer-target-groups.html")
    tags = ["balancing"]
    types = (TARGET_GROUP,)

    def check(self, resource: Resource) -> Iterator[Finding]:
        view = resource.view
        if leading_to(resource) or view.is_exposed(resource) or not view.of(LOAD_BALANCER):
            return
        if all(user.type in IDLE for user in view.users(resource)):
            yield resource.finding_at("No listener forwards to this target group")
