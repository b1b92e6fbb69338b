"""Target group and security groups of one network."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import SECURITY_GROUP, Finding, Resource, Rule, as_list, aws, balancers_of


class OneNetwork(Rule):
    id = "ER9532"
    shortdesc = "Load balancer, its security groups and its target groups are in one VPC"
    description = (
        "Elastic Load Balancing refuses a target group or a security group of another VPC."
    )
    instead = "Use the same VpcId for all of them"
    source_url = aws("elasticloadbalancing/latest/application/load-balancer-target-groups.html")
    tags = ["balancing", "network"]
    types = ("AWS::ElasticLoadBalancingV2::TargetGroup",)

    def check(self, resource: Resource) -> Iterator[Finding]:
        own = resource.get("VpcId")
        for balancer in balancers_of(resource):
            for value in as_list(balancer.get("SecurityGroups")):
                group = resource.view.target(value)
                if group is None or group.type != SECURITY_GROUP or own is None:
                    continue
                other = group.get("VpcId")
                both_named = getattr(own, "target", own) and getattr(other, "target", other)
                if other is not None and both_named and other != own:
                    yield resource.finding(f"{group.name} is in another VPC", "VpcId")
