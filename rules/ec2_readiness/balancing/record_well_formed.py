"""A record that Route 53 refuses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from ipaddress import ip_address

from ec2_readiness.engine import Finding, Hole, Resource, Rule, Value, aws, shown

ROUTING = (
    "Weight",
    "Failover",
    "Region",
    "GeoLocation",
    "MultiValueAnswer",
    "CidrRoutingConfig",
    "GeoProximityLocation",
)
LABELS = re.compile(r"(?:[A-Za-z0-9_*$-]|\$\{[^}]*\}|\\\d{3})+")


class RecordWellFormed(Rule):
    id = "ER9552"
    shortdesc = "A record has a name within its zone, and what its routing needs"
    description = (
        "Route 53 refuses a name with a scheme, a space or an empty label, one that is outside of "
        "the zone, a routing policy without SetIdentifier, and a SetIdentifier without one."
    )
    instead = "Write a host name of the zone, and SetIdentifier with Weight, Failover or Region"
    source_url = aws("Route53/latest/APIReference/API_ResourceRecordSet.html")
    tags = ["dns"]
    types = ("AWS::Route53::RecordSet",)

    def check(self, resource: Resource) -> Iterator[Finding]:
        name, zone = shown(resource.get("Name")), resource.get("HostedZoneName")
        if name and not self._is_name(name):
            yield resource.finding(f"{name!r} is no name of a record", "Name")
        elif isinstance(zone, str) and name and "${" not in name and zone.strip("."):
            inside = f".{name.strip('.')}".lower().endswith(f".{zone.strip('.')}".lower())
            if not inside:
                yield resource.finding(f"{name} is not in the zone {zone}", "Name")
        kind = resource.get("Type")
        for index, value in resource.entries("ResourceRecords"):
            if kind in ("A", "AAAA") and not self._is_address(resource, value, str(kind)):
                text = f"{shown(value)} is no address for a record of type {kind}"
                yield resource.finding(text, "ResourceRecords", index)
        yield from self._twice(resource)
        routed = any(resource.states(key) for key in ROUTING)
        maybe = any(resource.has(key) for key in ROUTING)
        if routed and not resource.has("SetIdentifier"):
            yield resource.finding_at("A routing policy needs SetIdentifier")
        elif resource.states("SetIdentifier") and not maybe:
            yield resource.finding("SetIdentifier needs a routing policy", "SetIdentifier")

    @staticmethod
    def _is_name(name: str) -> bool:
        labels = re.split(r"\.(?![^{]*\})", name.removesuffix("."))
        return all(LABELS.fullmatch(label) is not None for label in labels)

    @staticmethod
    def _is_address(record: Resource, value: Value, kind: str) -> bool:
        target = record.view.target(value)
        if target is not None and isinstance(value, Hole):
            return value.attribute != "DNSName"
        try:
            return ip_address(str(value)).version == (4 if kind == "A" else 6)
        except ValueError:
            return not isinstance(value, str)

    @staticmethod
    def _twice(record: Resource) -> Iterator[Finding]:
        """Another record of this name and type, in the same zone."""
        keys = ("Name", "Type", "HostedZoneId", "HostedZoneName", "SetIdentifier")
        own = [record.get(key) for key in keys]
        for other in record.view.of(record.type):
            if other.name < record.name and own[0] is not None and own[4] is None:
                if [other.get(key) for key in keys] == own:
                    text = f"{other.name} has the same name and type"
                    yield record.finding(text, "Name")
                    return
