"""HTTPS without a certificate."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import LISTENER, Finding, Resource, Rule, aws


class CertificateOfProtocol(Rule):
    id = "ER9538"
    shortdesc = "A listener of HTTPS or TLS has a certificate, another one has none"
    description = (
        "Elastic Load Balancing refuses an HTTPS or TLS listener without a certificate, and a "
        "certificate or SslPolicy on any other."
    )
    instead = "Write Certificates for HTTPS and TLS only"
    source_url = aws("elasticloadbalancing/latest/application/create-https-listener.html")
    tags = ["balancing"]
    types = (LISTENER,)

    def check(self, resource: Resource) -> Iterator[Finding]:
        protocol = resource.get("Protocol")
        secure = protocol in ("HTTPS", "TLS")
        if secure and resource.get("Certificates") in (None, []):
            yield resource.finding(f"{protocol} without a certificate", "Protocol")
        for key in ("Certificates", "SslPolicy"):
            if isinstance(protocol, str) and not secure and resource.states(key):
                yield resource.finding(f"{key} on a listener for {protocol}", key)
