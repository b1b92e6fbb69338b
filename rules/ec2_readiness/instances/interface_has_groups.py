"""Instances with the VPC's default security group."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import (
    Finding,
    Rule,
    View,
    attached_target_groups,
    aws,
    balancers_of,
    groups_of,
    launches,
)


class InterfaceHasGroups(Rule):
    id = "WR9483"
    shortdesc = "Instances behind a load balancer have a security group of their own"
    description = (
        "Without one they get the VPC's default security group, which admits only its own members: "
        "the load balancer cannot connect."
    )
    instead = (
        "Name a security group that admits the load balancer, at the interface if there is one"
    )
    assumes = "the VPC's default security group is as AWS makes it"
    source_url = aws("vpc/latest/userguide/default-security-group.html")
    tags = ["instances", "network"]

    def check_view(self, view: View) -> Iterator[Finding]:
        for launch in launches(view):
            key, value = launch.security_groups
            if launch.has("NetworkInterfaces") and not isinstance(
                launch.get("NetworkInterfaces"), list
            ):
                continue
            named = value is not None or launch.has("SecurityGroups")
            balancers = [
                balancer
                for group in groups_of(launch)
                for target in attached_target_groups(group)
                for balancer in balancers_of(target)
            ]
            if not named and any(balancer.states("SecurityGroups") for balancer in balancers):
                place = ("NetworkInterfaces", 0) if key == "NetworkInterfaces" else ()
                yield launch.finding("The instances have the default security group", *place)
