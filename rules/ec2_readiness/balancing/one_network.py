"""Target group and security groups of one network."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import (
    GROUP,
    SECURITY_GROUP,
    Finding,
    Hole,
    Resource,
    Rule,
    Value,
    as_list,
    attached_target_groups,
    aws,
    balancers_of,
    launch_for,
    name_of,
    string,
)


class OneNetwork(Rule):
    id = "ER9532"
    shortdesc = "Load balancer, target groups and their security groups are in one VPC"
    description = (
        "Elastic Load Balancing refuses a target group or a security group of another VPC, and "
        "Auto Scaling a launch template with one."
    )
    instead = "Use the same VpcId for all of them"
    source_url = aws("elasticloadbalancing/latest/application/target-group-register-targets.html")
    tags = ["balancing", "network"]
    types = ("AWS::ElasticLoadBalancingV2::TargetGroup",)

    def check(self, resource: Resource) -> Iterator[Finding]:
        own = resource.get("VpcId")
        for value in self._groups(resource) if own is not None else ():
            group = resource.view.target(value)
            if group is not None and group.type == SECURITY_GROUP:
                other = group.get("VpcId")
                if other is None:
                    text = f"{group.name} names no VPC, and lands in the default one"
                    yield resource.finding(text, "VpcId", unless="that is the default VPC")
                    continue
                names = [self._network(resource, value) for value in (own, other)]
                if not all(names) or names[0] == names[1]:
                    continue
                known = [self._is_known(resource, value) for value in (own, other)]
                unless = "" if all(known) else "both names are of the same VPC"
                yield resource.finding(f"{group.name} is in another VPC", "VpcId", unless=unless)

    @staticmethod
    def _groups(resource: Resource) -> Iterator[Value]:
        """The security groups of the load balancers and of the instances."""
        for balancer in balancers_of(resource):
            yield from as_list(balancer.get("SecurityGroups"))
        for group in resource.view.of(GROUP):
            launch = launch_for(group) if resource in attached_target_groups(group) else None
            yield from as_list(launch.security_groups[1]) if launch is not None else ()

    @staticmethod
    def _is_known(resource: Resource, value: Value) -> bool:
        return resource.view.target(value) is not None or isinstance(value, str)

    @staticmethod
    def _network(resource: Resource, value: Value) -> str:
        """The VPC of this template, or the parameter, import or id that names it."""
        target = resource.view.target(value)
        if isinstance(value, Hole) and (resource.view.parameter(value.target) or not value.target):
            return name_of(value)
        return target.name if target is not None else string(value) or ""
