"""Plain HTTP where clients expect TLS."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import LISTENER, Finding, Resource, Rule, aws


class HttpsAtItsPort(Rule):
    id = "WR9534"
    shortdesc = "Port 443 is for HTTPS and port 80 for HTTP"
    description = (
        "Browsers use TLS at port 443 and plain HTTP at port 80: with the two swapped no client "
        "gets an answer."
    )
    instead = "Write Protocol: HTTPS with Port: 443, Protocol: HTTP with Port: 80"
    source_url = aws("elasticloadbalancing/latest/application/load-balancer-listeners.html")
    tags = ["balancing"]
    types = (LISTENER,)

    def check(self, resource: Resource) -> Iterator[Finding]:
        pair = (resource.get("Protocol"), resource.number("Port"))
        if pair in (("HTTP", 443), ("HTTPS", 80)):
            yield resource.finding(f"{pair[0]} at port {pair[1]:g}", "Port")
