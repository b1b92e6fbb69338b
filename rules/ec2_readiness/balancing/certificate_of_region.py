"""A certificate lives in one region."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ec2_readiness.engine import LISTENER, Finding, Rule, View, aws, entries, pick, string

ZONE = re.compile(r"^([a-z]{2}(?:-[a-z]+)+-\d)[a-z]$")


class CertificateOfRegion(Rule):
    id = "ER9508"
    shortdesc = "A listener's certificate is of the stack's region"
    description = (
        "A listener takes certificates of its own region only; one from elsewhere is refused."
    )
    instead = "Name a certificate issued in the region that the stack is deployed to"
    source_url = aws("acm/latest/userguide/acm-regions.html")
    tags = ["balancing"]
    types = (LISTENER, "AWS::ElasticLoadBalancingV2::ListenerCertificate")

    def check_view(self, view: View) -> Iterator[Finding]:
        for listener in view.of(*self.types):
            for index, certificate in entries(listener.get("Certificates")):
                arn = string(pick(certificate, "CertificateArn")) or ""
                parts = arn.split(":")
                if len(parts) < 6 or parts[2] != "acm":
                    continue
                home = self._home(view)
                if home and parts[3] not in home:
                    text = f"The certificate is of {parts[3]}, the stack of {min(home)}"
                    unless = "" if self._zones(view) or view.regions else "the stack is elsewhere"
                    place = ("Certificates", index, "CertificateArn")
                    yield listener.finding(text, *place, unless=unless)

    @classmethod
    def _home(cls, view: View) -> set[str]:
        """The region that the template is bound to, if it is to one."""
        named = {
            r.split(":")[3] for r in view.named_arns if ":acm:" not in r and len(r.split(":")) > 4
        }
        others = {name for name in named if re.match(r"^[a-z]{2}-[a-z-]+-\d$", name)}
        return cls._zones(view) or set(view.regions) or (others if len(others) == 1 else set())

    @staticmethod
    def _zones(view: View) -> set[str]:
        """The regions of the zones that the template names."""
        found = set()
        for resource in view.of(
            "AWS::EC2::Subnet", "AWS::AutoScaling::AutoScalingGroup", "AWS::EC2::Volume"
        ):
            zones = [resource.get("AvailabilityZone")]
            zones += [zone for _, zone in entries(resource.get("AvailabilityZones"))]
            found |= {m[1] for m in (ZONE.match(string(zone) or "") for zone in zones) if m}
        return found
