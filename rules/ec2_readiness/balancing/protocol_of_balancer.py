"""The protocols of each type of load balancer."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import (
    LISTENER,
    LOAD_BALANCER,
    Finding,
    Resource,
    Rule,
    aws,
    balancer_kind,
    forwards,
    target_kind,
)

PROTOCOLS = {
    "a": ("HTTP", "HTTPS"),
    "n": ("TCP", "TLS", "UDP", "TCP_UDP", "QUIC", "TCP_QUIC"),
    "g": ("GENEVE",),
}


class ProtocolOfBalancer(Rule):
    id = "ER9519"
    shortdesc = "Listener and target group have a protocol of their load balancer"
    description = (
        "An Application Load Balancer takes HTTP and HTTPS, a Network Load Balancer TCP, TLS "
        "and UDP; a listener or target group of the other kind is refused."
    )
    instead = "Write Protocol: HTTP or HTTPS behind an application load balancer"
    source_url = aws("elasticloadbalancing/latest/application/load-balancer-listeners.html")
    tags = ["balancing"]
    types = (LISTENER,)

    def check(self, resource: Resource) -> Iterator[Finding]:
        balancer = resource.resource("LoadBalancerArn")
        kind = (
            balancer_kind(balancer)
            if balancer is not None and balancer.type == LOAD_BALANCER
            else ""
        )
        protocol = resource.string("Protocol")
        if kind in PROTOCOLS and protocol is not None and protocol not in PROTOCOLS[kind]:
            yield resource.finding(f"This load balancer does not speak {protocol}", "Protocol")
            return
        for place, value in forwards(resource):
            target = resource.view.target(value)
            serves = target_kind(target) if target is not None else ""
            if kind and serves in ("a", "n") and serves != kind and target is not None:
                if target.get("TargetType") != "alb":
                    text = f"The load balancer does not speak {target.string('Protocol')}"
                    yield resource.finding(text, *place)
