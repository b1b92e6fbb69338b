"""GRPC needs HTTP/2, which needs TLS."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import (
    LISTENER,
    TARGET_GROUP,
    Finding,
    Resource,
    Rule,
    aws,
    leading_to,
    listener_of,
)


class GrpcNeedsTls(Rule):
    id = "ER9530"
    shortdesc = "A gRPC target group is behind an HTTPS listener"
    description = (
        "Elastic Load Balancing refuses to forward to a gRPC target group from an HTTP listener."
    )
    instead = "Forward from an HTTPS listener, or write ProtocolVersion: HTTP1"
    source_url = aws("elasticloadbalancing/latest/application/load-balancer-target-groups.html")
    tags = ["balancing"]
    types = (TARGET_GROUP,)

    def check(self, resource: Resource) -> Iterator[Finding]:
        if resource.get("ProtocolVersion") != "GRPC":
            return
        for item in leading_to(resource):
            listener = listener_of(item)
            if (
                listener is not None
                and listener.type == LISTENER
                and listener.get("Protocol") == "HTTP"
            ):
                yield resource.finding(f"{listener.name} is of protocol HTTP", "ProtocolVersion")
