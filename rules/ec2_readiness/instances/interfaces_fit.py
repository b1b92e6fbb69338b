"""Network interfaces that exclude each other."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import (
    Finding,
    Rule,
    View,
    aws,
    entries,
    launches,
    pick,
    string,
    truth,
)


class InterfacesFit(Rule):
    id = "ER9445"
    shortdesc = (
        "Network interfaces have indexes of their own, and a public address only if there is one"
    )
    description = (
        "EC2 refuses two network interfaces with one device index on a card, and "
        "AssociatePublicIpAddress beside a second interface."
    )
    instead = "Give each interface a DeviceIndex, and drop AssociatePublicIpAddress"
    source_url = aws(
        "AWSEC2/latest/APIReference/API_LaunchTemplateInstanceNetworkInterfaceSpecificationRequest.html"
    )
    tags = ["instances", "network"]

    def check_view(self, view: View) -> Iterator[Finding]:
        for launch in launches(view):
            interfaces = entries(launch.get("NetworkInterfaces")) if launch.prefix else []
            seen: set[tuple[str, str]] = set()
            for index, item in interfaces:
                device, card = string(pick(item, "DeviceIndex")), pick(item, "NetworkCardIndex")
                if device is not None and (device, str(card or 0)) in seen:
                    place = ("NetworkInterfaces", index, "DeviceIndex")
                    yield launch.finding(f"A second interface has device index {device}", *place)
                seen.add((device or "", str(card or 0)))
                public = truth(pick(item, "AssociatePublicIpAddress")) is True
                if public and len(interfaces) > 1:
                    place = ("NetworkInterfaces", index, "AssociatePublicIpAddress")
                    yield launch.finding("A public address beside a second interface", *place)
