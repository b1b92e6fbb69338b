"""A listener behind its own closed door."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import (
    LISTENER,
    SECURITY_GROUP,
    Finding,
    Resource,
    Rule,
    as_list,
    aws,
    is_whole,
    permissions,
)


class ListenerIsReachable(Rule):
    id = "WR9516"
    shortdesc = "The load balancer's security group admits each listener's port"
    description = "At a port that the security group does not admit clients run into a timeout."
    instead = "Add an ingress rule for the listener's port"
    source_url = aws(
        "elasticloadbalancing/latest/application/load-balancer-update-security-groups.html"
    )
    tags = ["balancing", "network"]
    types = (LISTENER,)

    def check(self, resource: Resource) -> Iterator[Finding]:
        balancer, port = resource.resource("LoadBalancerArn"), resource.number("Port")
        if balancer is None or port is None:
            return
        found = [resource.view.target(item) for item in as_list(balancer.get("SecurityGroups"))]
        groups = [g for g in found if g is not None and g.type == SECURITY_GROUP]
        if (
            groups
            and len(groups) == len(found)
            and all(self._shut(group, port) for group in groups)
        ):
            exposed = any(group.view.is_exposed(group) for group in groups)
            unless = "another stack adds the rule" if exposed else ""
            text = f"{groups[0].name} does not admit port {port:g}"
            yield resource.finding(text, "Port", unless=unless)

    @staticmethod
    def _shut(group: Resource, port: float) -> bool:
        return is_whole(group, alone=False) and all(
            r.covers(port) is False for r in permissions(group)
        )
