"""The load balancer must reach the instances."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import (
    GROUP,
    SECURITY_GROUP,
    Finding,
    Resource,
    Rule,
    as_list,
    attached_target_groups,
    aws,
    balancers_of,
    launch_for,
    lets_in,
)


class InstancesAdmitBalancer(Rule):
    id = "ER9514"
    shortdesc = "The instances' security group admits the load balancer at the target port"
    description = (
        "If no rule lets the load balancer's security group in at the traffic and health check "
        "port, every target is unhealthy, requests get 504, and a deploy that waits for health "
        "rolls back."
    )
    instead = (
        "Add an ingress rule for the port with SourceSecurityGroupId: !Ref <the load balancer's "
        "group>"
    )
    source_url = aws("elasticloadbalancing/latest/application/target-group-register-targets.html")
    tags = ["balancing", "network"]
    types = (GROUP,)

    def check(self, resource: Resource) -> Iterator[Finding]:
        launch = launch_for(resource)
        inside = self._groups(resource, launch.security_groups[1]) if launch is not None else []
        if not inside:
            return
        for target in attached_target_groups(resource):
            ports = {target.number("Port"), self._health_port(target)} - {None}
            for balancer in balancers_of(target):
                outside = self._groups(resource, balancer.get("SecurityGroups"))
                for port in sorted(p for p in ports if p is not None):
                    if outside and self._shut(inside, outside, port):
                        text = f"{balancer.name} cannot reach {target.name}'s port {port:g}"
                        exposed = any(group.view.is_exposed(group) for group in inside)
                        unless = "another stack adds the rule" if exposed else ""
                        yield inside[0].finding(text, "SecurityGroupIngress", unless=unless)
                        return

    @staticmethod
    def _health_port(target: Resource) -> float | None:
        return target.number("HealthCheckPort")

    @staticmethod
    def _groups(resource: Resource, value: object) -> list[Resource]:
        """The security groups, if all of them are in this template."""
        found = [resource.view.target(item) for item in as_list(value)]
        known = [group for group in found if group is not None and group.type == SECURITY_GROUP]
        return known if len(known) == len(found) else []

    @staticmethod
    def _shut(inside: list[Resource], outside: list[Resource], port: float) -> bool:
        return all(lets_in(group, source, port) is False for group in inside for source in outside)
