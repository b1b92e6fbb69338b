"""A health check that cannot tell, or cannot succeed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ec2_readiness.engine import TARGET_GROUP, Finding, Resource, Rule, aws

HTTP = ("HTTP", "HTTPS")


class HealthCheckMeansHealth(Rule):
    id = "WR9549"
    shortdesc = "A health check speaks the targets' protocol and takes no error for an answer"
    description = (
        "At the port of the requests the target speaks one protocol: a health check by HTTP where "
        "requests go by HTTPS, or the other way, fails for all targets. A matcher that spans the "
        "4xx codes calls a target healthy that has no such page or refuses everybody."
    )
    instead = "Write the same protocol for both, and the codes of a page that works"
    assumes = "the target speaks one protocol at a port"
    source_url = aws("elasticloadbalancing/latest/application/target-group-health-checks.html")
    tags = ["balancing"]
    types = (TARGET_GROUP,)

    def check(self, resource: Resource) -> Iterator[Finding]:
        protocol, checked = resource.string("Protocol"), resource.string("HealthCheckProtocol")
        port = resource.string("HealthCheckPort") or "traffic-port"
        same = port in ("traffic-port", resource.string("Port"))
        if same and protocol in HTTP and checked in HTTP and protocol != checked:
            text = f"Requests go by {protocol}, the health check by {checked} to the same port"
            yield resource.finding(text, "HealthCheckProtocol")
        codes = resource.string("Matcher", "HttpCode") or ""
        if resource.get("TargetType") == "alb":  # a load balancer answers for itself
            return
        for low, high in re.findall(r"(\d{3})-(\d{3})", codes):
            if int(low) < 400 <= int(high) and int(high) - 400 > 10:
                yield resource.finding(
                    f"{low}-{high} takes errors for health", "Matcher", "HttpCode"
                )
