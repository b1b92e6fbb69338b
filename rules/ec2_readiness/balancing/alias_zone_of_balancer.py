"""An alias record names the load balancer's own zone."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import (
    CLASSIC,
    LOAD_BALANCER,
    Finding,
    Rule,
    View,
    aws,
    balancer_records,
    is_other_zone,
    named_balancer,
    pick,
    shown,
)


class AliasZoneOfBalancer(Rule):
    id = "ER9528"
    shortdesc = "An alias record points to the load balancer's name in the load balancer's zone"
    description = (
        "AliasTarget.HostedZoneId is the zone of the load balancer's name, which AWS owns, not the "
        "zone of the record. Route 53 refuses the alias otherwise."
    )
    instead = (
        "Write DNSName: !GetAtt <lb>.DNSName and HostedZoneId: !GetAtt <lb>.CanonicalHostedZoneID"
    )
    source_url = aws(
        "AWSCloudFormation/latest/TemplateReference/aws-properties-route53-recordset-aliastarget.html"
    )
    tags = ["balancing", "dns"]

    def check_view(self, view: View) -> Iterator[Finding]:
        for resource, place, record in balancer_records(view):
            alias = pick(record, "AliasTarget")
            name, zone = pick(alias, "DNSName"), pick(alias, "HostedZoneId")
            balancer = named_balancer(view, name)
            if balancer is None:
                continue
            zones = {
                LOAD_BALANCER: ("CanonicalHostedZoneID",),
                CLASSIC: ("CanonicalHostedZoneNameID",),
            }
            attribute = getattr(name, "attribute", "DNSName")
            if attribute not in ("DNSName", "CanonicalHostedZoneName"):
                yield resource.finding(
                    f"{shown(name)} is no DNS name", *place, "AliasTarget", "DNSName"
                )
            elif not (balancer.is_ref(zone) and zone.attribute in zones[balancer.type]):
                if is_other_zone(view, zone, pick(record, "HostedZoneId")):
                    text = f"{shown(zone)} is not the zone of {balancer.name}"
                    yield resource.finding(text, *place, "AliasTarget", "HostedZoneId")
