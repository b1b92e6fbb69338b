"""A load balancer whose own rules keep it from its targets."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import (
    SECURITY_GROUP,
    TARGET_GROUP,
    Finding,
    Permission,
    Resource,
    Rule,
    as_list,
    aws,
    balancers_of,
    is_whole,
    permissions,
)

LOOPBACK = ("127.0.0.1/32", "0.0.0.0/32")


class BalancerReachesTargets(Rule):
    id = "ER9515"
    shortdesc = "The load balancer's security group lets it out to the target port"
    description = "With egress rules that do not cover the target port every health check fails."
    instead = (
        "Add an egress rule for the port to the instances' group, or leave SecurityGroupEgress out"
    )
    source_url = aws(
        "elasticloadbalancing/latest/application/load-balancer-update-security-groups.html"
    )
    tags = ["balancing", "network"]
    types = (TARGET_GROUP,)

    def check(self, resource: Resource) -> Iterator[Finding]:
        port = resource.number("Port")
        for balancer in balancers_of(resource):
            found = [resource.view.target(item) for item in as_list(balancer.get("SecurityGroups"))]
            groups = [g for g in found if g is not None and g.type == SECURITY_GROUP]
            if (
                port is None
                or not groups
                or len(groups) != len(found)
                or resource.view.of("AWS::ECS::Service")
            ):
                continue
            if all(self._shut(group, port) for group in groups):
                exposed = any(group.view.is_exposed(group) for group in groups)
                yield groups[0].finding(
                    f"{balancer.name} may not open port {port:g} of its targets",
                    "SecurityGroupEgress",
                    unless="another stack adds the rule" if exposed else "",
                )

    @staticmethod
    def _shut(group: Resource, port: float) -> bool:
        rules = list(permissions(group, "Egress"))
        return (
            bool(rules)
            and is_whole(group, "Egress", alone=False)
            and all(r.covers(port) is False or _is_own(r, group) for r in rules)
        )


def _is_own(rule: Permission, group: Resource) -> bool:
    """It is about the load balancer's own group, or the host itself."""
    return group.is_ref(rule.get("DestinationSecurityGroupId")) or rule.get("CidrIp") in LOOPBACK
