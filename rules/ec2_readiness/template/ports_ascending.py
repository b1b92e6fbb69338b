"""From a port to a port, or type and code of ICMP."""

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


class PortsAscending(Rule):
    id = "ER9910"
    shortdesc = "A security group's rule goes from a lower to a higher port"
    description = (
        "EC2 refuses a rule whose FromPort is above its ToPort, or a port over 65,535. For ICMP "
        "the two are type and code, at most 255, or -1 for all."
    )
    instead = "Write the lower port first, or -1 and -1 for ICMP"
    source_url = aws("AWSEC2/latest/APIReference/API_IpPermission.html")
    tags = ["network"]
    types = (SECURITY_GROUP, INGRESS)

    def check(self, resource: Resource) -> Iterator[Finding]:
        for permission in all_permissions(resource):
            ports = permission.ports
            if ports is None:
                continue
            if permission.protocol in ("icmp", "icmpv6", "1", "58"):
                if not all(-1 <= number <= 255 for number in ports):
                    text = f"ICMP has no type {ports[0]:g} with code {ports[1]:g}"
                    yield permission.holder.finding(text, *permission.place, "FromPort")
            if permission.protocol not in ("tcp", "udp", "6", "17"):
                continue
            if ports[0] > ports[1] or ports[1] > 65535:
                yield permission.holder.finding(
                    f"The rule goes from port {ports[0]:g} to {ports[1]:g}",
                    *permission.place,
                    "FromPort",
                )
