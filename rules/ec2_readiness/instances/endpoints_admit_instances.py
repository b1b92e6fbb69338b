"""VPC endpoints that the instances cannot reach."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import (
    SECURITY_GROUP,
    Finding,
    Resource,
    Rule,
    as_list,
    aws,
    is_whole,
    launches,
    permissions,
    truth,
)


class EndpointsAdmitInstances(Rule):
    id = "WR9484"
    shortdesc = "The security group of an interface endpoint admits the instances"
    description = (
        "With private DNS all calls to the service go to the endpoint. Where its security group "
        "does not admit the instances at port 443 they time out, though there may be a way to the "
        "Internet."
    )
    instead = "Admit the instances' security group, or the VPC's range, at port 443"
    source_url = aws("AWSEC2/latest/APIReference/API_CreateVpcEndpoint.html")
    tags = ["instances", "network"]
    types = ("AWS::EC2::VPCEndpoint",)

    def check(self, resource: Resource) -> Iterator[Finding]:
        groups = [g for g in resource.resources("SecurityGroupIds") if g.type == SECURITY_GROUP]
        if not groups or len(groups) != len(as_list(resource.get("SecurityGroupIds"))):
            return
        if truth(resource.get("PrivateDnsEnabled")) is False or not all(map(is_whole, groups)):
            return
        rules = [rule for group in groups for rule in permissions(group)]
        sources = [
            rule.get("SourceSecurityGroupId") for rule in rules if rule.covers(443) is not False
        ]
        if any(resource.view.target(source) is None for source in sources):
            return  # an address, or a group from elsewhere
        for launch in launches(resource.view):
            _, value = launch.security_groups
            own = [resource.view.target(item) for item in as_list(value)]
            admitted = [g for g in own if g is None or any(g.is_ref(source) for source in sources)]
            if own and not admitted:
                text = f"{groups[0].name} does not admit {launch.resource.name}'s instances"
                yield resource.finding(text, "SecurityGroupIds")
                return
