"""A way past the load balancer."""

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
    permissions,
)


class TargetsBehindBalancer(Rule):
    id = "WR9535"
    shortdesc = "Instances take requests from the load balancer only"
    description = (
        "With the target port open to the world, requests reach the instances past the load "
        "balancer: without TLS, firewall and access log."
    )
    instead = "Write SourceSecurityGroupId: !Ref <the load balancer's group> instead of CidrIp"
    source_url = aws("elasticloadbalancing/latest/application/target-group-register-targets.html")
    tags = ["balancing", "network", "security"]
    types = (GROUP,)

    def check(self, resource: Resource) -> Iterator[Finding]:
        launch = launch_for(resource)
        ports = [
            target.number("Port")
            for target in attached_target_groups(resource)
            if target.get("Protocol") in ("HTTP", "HTTPS") and balancers_of(target)
        ]
        values = as_list(launch.security_groups[1]) if launch is not None else []
        for group in [resource.view.target(value) for value in values]:
            if group is None or group.type != SECURITY_GROUP:
                continue
            for permission in permissions(group):
                if permission.is_open and any(
                    p is not None and permission.covers(p) for p in ports
                ):
                    yield permission.holder.finding(
                        "The world reaches the instances directly", *permission.place
                    )
