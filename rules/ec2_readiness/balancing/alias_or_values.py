"""An alias with values of its own."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import Finding, Rule, View, aws, balancer_records, is_stated

KEYS = ("AliasTarget", "ResourceRecords")


class AliasOrValues(Rule):
    id = "ER9546"
    shortdesc = "A record is an alias or has values"
    description = (
        "Route 53 refuses a record set with AliasTarget and ResourceRecords, with neither, or "
        "with values and no TTL."
    )
    instead = "Leave one of the two out"
    source_url = aws("Route53/latest/APIReference/API_ResourceRecordSet.html")
    tags = ["balancing", "dns"]

    def check_view(self, view: View) -> Iterator[Finding]:
        for resource, place, record in balancer_records(view):
            if not isinstance(record, dict):
                continue
            stated = [key for key in KEYS if is_stated(record.get(key))]
            if len(stated) == 2:
                yield resource.finding("An alias with values of its own", *place, "AliasTarget")
            elif stated == ["ResourceRecords"] and record.get("TTL") is None:
                yield resource.finding("Values without a TTL", *place, "ResourceRecords")
