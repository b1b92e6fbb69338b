"""Which records may be an alias of a load balancer."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import (
    Finding,
    Rule,
    View,
    aws,
    balancer_records,
    named_balancer,
    pick,
    shown,
)


class AliasRecordType(Rule):
    id = "ER9529"
    shortdesc = "An alias of a load balancer is of type A or AAAA and has no TTL"
    description = (
        "Route 53 refuses an alias of type CNAME, or with a TTL; an AAAA alias of a load "
        "balancer without IPv6 resolves to nothing."
    )
    instead = "Write Type: A, and AAAA only with IpAddressType: dualstack"
    source_url = aws("Route53/latest/DeveloperGuide/resource-record-sets-values-alias.html")
    tags = ["balancing", "dns"]

    def check_view(self, view: View) -> Iterator[Finding]:
        for resource, place, record in balancer_records(view):
            balancer = named_balancer(view, pick(record, "AliasTarget", "DNSName"))
            kind = shown(pick(record, "Type"))
            if balancer is None:
                continue
            if kind in ("CNAME", "TXT", "MX"):
                yield resource.finding(f"An alias of type {kind}", *place, "Type")
            elif kind == "AAAA" and balancer.get("IpAddressType") in (None, "ipv4"):
                text = f"{balancer.name} has no IPv6 address"
                yield resource.finding(text, *place, "Type", unless="no answer is wanted")
            if pick(record, "TTL") is not None:
                yield resource.finding("An alias takes no TTL of its own", *place, "TTL")
