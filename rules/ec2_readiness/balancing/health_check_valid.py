"""What a health check asks and what it takes for an answer."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ec2_readiness.engine import (
    CLASSIC,
    TARGET_GROUP,
    Finding,
    Resource,
    Rule,
    aws,
    pick,
    string,
    truth,
)

CODES = re.compile(r"^\d{3}(?:-\d{3})?(?:,\d{3}(?:-\d{3})?)*$")
TARGET = re.compile(r"^(?:(?:TCP|SSL):\d{1,5}|(?:HTTP|HTTPS):\d{1,5}/\S*)$", re.IGNORECASE)


class HealthCheckValid(Rule):
    id = "ER9505"
    shortdesc = "A health check has a valid path, matcher and port"
    description = (
        "The path begins with a slash, the matcher lists codes from 200 to 499 as 200,204 or "
        "200-299, the port is a number or traffic-port, a classic target is PROTOCOL:port/path; "
        "or it is refused. gRPC has codes of its own (GrpcCode), other HTTP has none of them."
    )
    instead = "Write for example HealthCheckPath: /healthz and Matcher: {HttpCode: '200'}"
    source_url = aws("elasticloadbalancing/latest/application/target-group-health-checks.html")
    tags = ["balancing"]
    types = (TARGET_GROUP, CLASSIC)

    def check(self, resource: Resource) -> Iterator[Finding]:
        path = resource.get("HealthCheckPath")
        if isinstance(path, str) and resource.get("ProtocolVersion") != "GRPC":
            if not path.startswith("/") or " " in path or len(path) > 1024:
                yield resource.finding(f"{path!r} is no path of a health check", "HealthCheckPath")
        enabled = truth(resource.get("HealthCheckEnabled"))
        if enabled is False and resource.get("TargetType") in (None, "instance", "ip"):
            yield resource.finding("Health checks cannot be disabled", "HealthCheckEnabled")
        codes = string(resource.get("Matcher", "HttpCode"))
        if codes is not None and not self._are_codes(codes, resource.get("Protocol")):
            yield resource.finding(f"{codes!r} are no codes to match", "Matcher", "HttpCode")
        yield from self._of_protocol(resource)
        port = string(resource.get("HealthCheckPort"))
        if port is not None and port != "traffic-port":
            if not port.isdigit() or not 1 <= int(port) <= 65535:
                yield resource.finding(f"{port!r} is no port", "HealthCheckPort")
        target = pick(resource.get("HealthCheck"), "Target")
        if isinstance(target, str) and not TARGET.match(target):
            yield resource.finding(f"{target!r} is no target to check", "HealthCheck", "Target")

    @staticmethod
    def _are_codes(codes: str, protocol: object) -> bool:
        if not CODES.match(codes):
            return False
        high = 499 if protocol in ("HTTP", "HTTPS") else 599
        return all(200 <= int(code) <= high for code in re.findall(r"\d{3}", codes))

    @staticmethod
    def _of_protocol(resource: Resource) -> Iterator[Finding]:
        if resource.get("Protocol") not in ("HTTP", "HTTPS"):
            return
        is_grpc = resource.get("ProtocolVersion") == "GRPC"
        unknown = resource.has("ProtocolVersion") and resource.string("ProtocolVersion") is None
        wrong = "HttpCode" if is_grpc else "GrpcCode"
        if resource.states("Matcher", wrong) and not unknown:
            text = f"{wrong} is not for this protocol version"
            yield resource.finding(text, "Matcher", wrong)
