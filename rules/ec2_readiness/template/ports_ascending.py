"""From a port to a port."""

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
    description = "EC2 refuses a rule whose FromPort is above its ToPort, or a port over 65,535."
    instead = "Swap FromPort and ToPort"
    source_url = aws("AWSEC2/latest/APIReference/API_IpPermission.html")
    tags = ["network"]
    types = (SECURITY_GROUP, INGRESS)

    def check(self, resource: Resource) -> Iterator[Finding]:
        for permission in all_permissions(resource):
            ports = permission.ports
            if ports is None or permission.protocol not in ("tcp", "udp", "6", "17"):
                continue
            if ports[0] > ports[1] or ports[1] > 65535:
                yield permission.holder.finding(
                    f"The rule goes from port {ports[0]:g} to {ports[1]:g}",
                    *permission.place,
                    "FromPort",
                )
