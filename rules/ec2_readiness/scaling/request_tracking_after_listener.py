"""Request tracking needs the listener first."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import (
    POLICY,
    TARGET_GROUP,
    Finding,
    Resource,
    Rule,
    aws,
    comes_after,
    holes,
    leading_to,
)

KEYS = ("TargetTrackingConfiguration", "PredefinedMetricSpecification")


class RequestTrackingAfterListener(Rule):
    id = "ER9318"
    shortdesc = "Request count tracking is created after the listener"
    description = (
        "Auto Scaling refuses the policy while the target group is not attached to the load "
        "balancer: CloudFormation creates policy and listener at the same time where "
        "neither waits for the other."
    )
    instead = "Add DependsOn: <the listener> to the policy or to its group"
    source_url = aws("autoscaling/ec2/userguide/as-scaling-target-tracking.html")
    tags = ["autoscaling", "scaling", "balancing"]
    types = (POLICY,)

    def check(self, resource: Resource) -> Iterator[Finding]:
        if resource.get(*KEYS, "PredefinedMetricType") != "ALBRequestCountPerTarget":
            return
        named = [resource.view.target(hole) for hole in holes(resource.get(*KEYS, "ResourceLabel"))]
        for target in named:
            if target is None or target.type != TARGET_GROUP:
                continue
            leading = leading_to(target)
            if leading and not any(comes_after(resource, listener) for listener in leading):
                text = f"The policy does not wait for {leading[0].name}"
                yield resource.finding_at(text, unless="the listener happens to be there first")
