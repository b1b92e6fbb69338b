"""A rule without ports."""

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


class RuleHasPorts(Rule):
    id = "ER9916"
    shortdesc = "A rule for TCP, UDP or ICMP has ports"
    description = "EC2 refuses a rule for tcp, udp or icmp without FromPort and ToPort."
    instead = (
        "Write FromPort and ToPort, for ICMP type and code, or IpProtocol: '-1' for everything"
    )
    source_url = aws("AWSEC2/latest/APIReference/API_IpPermission.html")
    tags = ["network"]
    types = (SECURITY_GROUP, INGRESS)

    def check(self, resource: Resource) -> Iterator[Finding]:
        for permission in all_permissions(resource):
            if permission.protocol in ("tcp", "udp", "icmp", "6", "17", "1"):
                missing = [key for key in ("FromPort", "ToPort") if permission.get(key) is None]
                if missing:
                    text = f"The rule for {permission.protocol} has no {missing[0]}"
                    yield permission.holder.finding(text, *permission.place)
