"""A public load balancer in private subnets."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import (
    LOAD_BALANCER,
    SECURITY_GROUP,
    Finding,
    Resource,
    Rule,
    aws,
    names_of,
    permissions,
)


class BalancerInPublicSubnets(Rule):
    id = "WR9531"
    shortdesc = "An internet-facing load balancer stands in public subnets"
    description = (
        "A load balancer in subnets without a route to an Internet gateway gets a public name "
        "that no client can connect to. So it is with an internal one that admits the world."
    )
    instead = "List the public subnets, or write Scheme: internal"
    assumes = "subnets are what their parameters and names say"
    source_url = aws("elasticloadbalancing/latest/application/application-load-balancers.html")
    tags = ["balancing", "network"]
    types = (LOAD_BALANCER,)

    def check(self, resource: Resource) -> Iterator[Finding]:
        names = names_of(resource.get("Subnets"))
        if resource.get("Scheme") == "internal" and self._admits_world(resource):
            if names and all("public" in name.lower() for name in names):
                text = f"An internal load balancer in {names[0]}, open to the world"
                yield resource.finding(text, "Scheme")
        if resource.get("Scheme") not in (None, "internet-facing"):
            return
        if names and all("private" in name.lower() for name in names):
            yield resource.finding(f"{names[0]} is private by its name", "Subnets")

    @staticmethod
    def _admits_world(balancer: Resource) -> bool:
        groups = [g for g in balancer.resources("SecurityGroups") if g.type == SECURITY_GROUP]
        return any(rule.is_open for group in groups for rule in permissions(group))
