"""The label names a target group that the load balancer sends to."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import (
    LOAD_BALANCER,
    POLICY,
    TARGET_GROUP,
    Finding,
    Resource,
    Rule,
    as_list,
    attached_target_groups,
    aws,
    balancers_of,
    holes,
)

KEYS = ("TargetTrackingConfiguration", "PredefinedMetricSpecification", "ResourceLabel")


class LabelFitsBalancer(Rule):
    id = "ER9317"
    shortdesc = "Request count tracking names a target group that serves its group"
    description = (
        "The label's target group must be attached to the policy's Auto Scaling group, and the "
        "label's load balancer must send to it; otherwise the policy is refused or counts "
        "nothing."
    )
    instead = "Name the target group of this Auto Scaling group and the load balancer before it"
    source_url = aws("autoscaling/ec2/APIReference/API_PredefinedMetricSpecification.html")
    tags = ["autoscaling", "scaling", "balancing"]
    types = (POLICY,)

    def check(self, resource: Resource) -> Iterator[Finding]:
        named = [resource.view.target(hole) for hole in holes(resource.get(*KEYS))]
        targets = [item for item in named if item is not None and item.type == TARGET_GROUP]
        balancers = [item for item in named if item is not None and item.type == LOAD_BALANCER]
        group = resource.resource("AutoScalingGroupName")
        for target in targets:
            attached = attached_target_groups(group) if group is not None else []
            whole = group is not None and all(
                group.view.target(value) for value in as_list(group.get("TargetGroupARNs"))
            )
            if attached and whole and target not in attached and not target.view.is_exposed(target):
                yield resource.finding(f"{target.name} does not serve this policy's group", *KEYS)
            leading = balancers_of(target)
            if leading and balancers and balancers[0] not in leading:
                yield resource.finding(f"{balancers[0].name} does not send to {target.name}", *KEYS)
