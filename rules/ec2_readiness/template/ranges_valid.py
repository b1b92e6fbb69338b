"""An address range that is none."""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import ip_network

from ec2_readiness.engine import INGRESS, SECURITY_GROUP, Finding, Resource, Rule, aws, pick


class RangesValid(Rule):
    id = "ER9915"
    shortdesc = "An address range is one"
    description = (
        "EC2 refuses a CidrIp or CidrIpv6 that is no address range: 10.0.0.0/8 and ::/0 are, "
        "10.0.0.0 and 10.0.0.0/33 are not."
    )
    instead = "Write address, slash and prefix length"
    source_url = aws("AWSEC2/latest/APIReference/API_IpRange.html")
    tags = ["network"]
    types = (SECURITY_GROUP, INGRESS, "AWS::EC2::SecurityGroupEgress")

    def check(self, resource: Resource) -> Iterator[Finding]:
        for direction in ("Ingress", "Egress"):
            bodies = resource.entries(f"SecurityGroup{direction}")
            places = [((f"SecurityGroup{direction}", index), body) for index, body in bodies]
            for place, body in [*places, *([((), resource.properties)] if not bodies else [])]:
                for key, kind in (("CidrIp", 4), ("CidrIpv6", 6)):
                    value = pick(body, key)
                    if value in ("0.0.0.0/32", "127.0.0.1/32", "::/128", "::1/128"):
                        unless = "a rule that admits nothing is meant"
                        yield resource.finding(
                            f"{value} is no client's", *place, key, unless=unless
                        )
                    if isinstance(value, str) and not self._is_range(value, kind):
                        yield resource.finding(f"{value!r} is no range of addresses", *place, key)

    @staticmethod
    def _is_range(value: str, kind: int) -> bool:
        try:
            return "/" in value and ip_network(value, strict=False).version == kind
        except ValueError:
            return False
