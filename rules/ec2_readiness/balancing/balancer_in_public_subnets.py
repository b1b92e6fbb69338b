"""A public load balancer in private subnets."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import LOAD_BALANCER, Finding, Resource, Rule, aws, names_of


class BalancerInPublicSubnets(Rule):
    id = "WR9531"
    shortdesc = "An internet-facing load balancer stands in public subnets"
    description = (
        "A load balancer in subnets without a route to an Internet gateway gets a public name "
        "that no client can connect to."
    )
    instead = "List the public subnets, or write Scheme: internal"
    assumes = "subnets are what their parameters and names say"
    source_url = aws("elasticloadbalancing/latest/application/application-load-balancers.html")
    tags = ["balancing", "network"]
    types = (LOAD_BALANCER,)

    def check(self, resource: Resource) -> Iterator[Finding]:
        if resource.get("Scheme") not in (None, "internet-facing"):
            return
        names = names_of(resource.get("Subnets"))
        if names and all("private" in name.lower() for name in names):
            yield resource.finding(f"{names[0]} is private by its name", "Subnets")
