"""The certificate that a listener starts with."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import LISTENER, Finding, Resource, Rule, aws


class OneDefaultCertificate(Rule):
    id = "ER9509"
    shortdesc = "A listener has one default certificate"
    description = (
        "Certificates of a listener holds exactly one; further ones are attached by a resource "
        "of their own."
    )
    instead = "Put the others into an AWS::ElasticLoadBalancingV2::ListenerCertificate"
    source_url = aws("elasticloadbalancing/latest/APIReference/API_CreateListener.html")
    tags = ["balancing"]
    types = (LISTENER,)

    def check(self, resource: Resource) -> Iterator[Finding]:
        count = len(resource.entries("Certificates"))
        if count > 1:
            yield resource.finding(
                f"The listener has {count} default certificates", "Certificates", 1
            )
