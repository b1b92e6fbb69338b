"""What belongs into TargetGroupARNs."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import CLASSIC, GROUP, TARGET_GROUP, Finding, Resource, Rule, aws, entries


class AttachedToTargetGroup(Rule):
    id = "ER9327"
    shortdesc = "TargetGroupARNs holds target groups, LoadBalancerNames classic load balancers"
    description = (
        "An Application Load Balancer is never attached to a group by itself, and a target "
        "group is named by its ARN: anything else is refused."
    )
    instead = "Write TargetGroupARNs: [!Ref <target group>]"
    source_url = aws("autoscaling/ec2/APIReference/API_CreateAutoScalingGroup.html")
    tags = ["autoscaling", "balancing"]
    types = (GROUP,)

    def check(self, resource: Resource) -> Iterator[Finding]:
        wanted = {
            "TargetGroupARNs": (TARGET_GROUP, "AWS::VpcLattice::TargetGroup"),
            "LoadBalancerNames": (CLASSIC,),
        }
        for key, types in wanted.items():
            for index, value in entries(resource.get(key)):
                target = resource.view.target(value)
                if target is None:
                    continue
                if target.is_other_than(*types):
                    yield resource.finding(f"{target.name} is of type {target.type}", key, index)
                elif target.type == TARGET_GROUP and value.attribute not in ("", "TargetGroupArn"):
                    yield resource.finding(f"{value.shown()} is no ARN", key, index)
