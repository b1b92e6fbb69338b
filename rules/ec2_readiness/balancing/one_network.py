"""Target group and security groups of one network."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import (
    SECURITY_GROUP,
    Finding,
    Hole,
    Resource,
    Rule,
    Value,
    as_list,
    aws,
    balancers_of,
    string,
)


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
                names = [self._network(resource, value) for value in (own, other)]
                if other is None or not all(names) or names[0] == names[1]:
                    continue
                parameters = [name for name in names if resource.view.parameter(name)]
                unless = "both parameters name the same VPC" if parameters else ""
                yield resource.finding(f"{group.name} is in another VPC", "VpcId", unless=unless)

    @staticmethod
    def _network(resource: Resource, value: Value) -> str:
        """The VPC of this template, the parameter or the id that names it."""
        target = resource.view.target(value)
        if isinstance(value, Hole) and resource.view.parameter(value.target):
            return value.target
        return target.name if target is not None else string(value) or ""
