"""A load balancer without security groups."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import LOAD_BALANCER, Finding, Resource, Rule, aws, is_application


class BalancerHasGroups(Rule):
    id = "WR9537"
    shortdesc = "An Application Load Balancer has security groups"
    description = (
        "Without SecurityGroups the load balancer gets the default group of its VPC, which "
        "admits that group only: no client reaches it."
    )
    instead = "Name a security group that admits the listeners' ports"
    source_url = aws(
        "elasticloadbalancing/latest/application/load-balancer-update-security-groups.html"
    )
    tags = ["balancing", "network"]
    types = (LOAD_BALANCER,)

    def check(self, resource: Resource) -> Iterator[Finding]:
        groups = resource.get("SecurityGroups")
        if is_application(resource) and (groups is None or groups == []):
            yield resource.finding_at("The load balancer has no security group")
