"""Ports beside all protocols."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import (
    INGRESS,
    SECURITY_GROUP,
    Finding,
    Resource,
    Rule,
    all_permissions,
    aws,
)

NAMED = ("tcp", "udp", "icmp", "icmpv6", "6", "17", "1", "58", "?")


class PortsOfAllProtocols(Rule):
    id = "WR9921"
    shortdesc = "A rule with ports names a protocol that has them"
    description = (
        "With IpProtocol -1, or a protocol other than tcp, udp and icmp, EC2 opens all ports and "
        "passes over FromPort and ToPort: the rule is wider than it reads."
    )
    instead = "Write IpProtocol: tcp, or take the ports out"
    source_url = aws("AWSEC2/latest/APIReference/API_IpPermission.html")
    tags = ["network", "security"]
    types = (SECURITY_GROUP, INGRESS)

    def check(self, resource: Resource) -> Iterator[Finding]:
        for permission in all_permissions(resource):
            low, high = permission.get("FromPort"), permission.get("ToPort")
            part = isinstance(low, (int, str)) and str(low) not in ("-1", "0")
            if permission.protocol not in NAMED and part and high is not None:
                text = f"All ports are open, not {low} to {high}"
                yield permission.holder.finding(text, *permission.place)
