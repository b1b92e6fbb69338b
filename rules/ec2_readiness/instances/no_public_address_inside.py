"""Interfaces whose public address contradicts the stack."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import (
    Finding,
    Rule,
    View,
    aws,
    groups_of,
    launches,
    names_of,
    pick,
    truth,
)


class NoPublicAddressInside(Rule):
    id = "WR9424"
    shortdesc = "Instances have a public address or private subnets"
    description = (
        "A public address in a subnet without a route to an Internet gateway is reached by no "
        "client, and in one with a route it opens the instance beside the load balancer. Without "
        "an address a public subnet's Internet gateway does not carry the instance's own requests."
    )
    instead = "Use private subnets, and leave AssociatePublicIpAddress out or false"
    source_url = aws("vpc/latest/userguide/vpc-ip-addressing.html")
    tags = ["instances", "network", "security"]

    def check_view(self, view: View) -> Iterator[Finding]:
        for launch in launches(view):
            place = ("NetworkInterfaces", 0) if launch.prefix else ()
            value = pick(launch.get(*place), "AssociatePublicIpAddress")
            subnets = [names_of(group.get("VPCZoneIdentifier")) for group in groups_of(launch)]
            names = [name.lower() for found in subnets for name in found]
            if truth(value) is True and names and all("private" in name for name in names):
                yield launch.finding(
                    "A public address in private subnets", *place, "AssociatePublicIpAddress"
                )
            if truth(value) is False and names and all("public" in name for name in names):
                text = "No public address in public subnets: there is no way to the Internet"
                unless = "the VPC has endpoints for all that the instances call"
                yield launch.finding(text, *place, "AssociatePublicIpAddress", unless=unless)
