"""Two mappings of one device."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import Finding, Rule, View, aws, entries, launches, pick, string


class DevicesNamedOnce(Rule):
    id = "ER9442"
    shortdesc = "Each device name is mapped once"
    description = (
        "EC2 refuses a launch template in which two block device mappings have one device name."
    )
    instead = "Give each volume a device name of its own"
    source_url = aws("AWSEC2/latest/UserGuide/device_naming.html")
    tags = ["instances", "volumes"]

    def check_view(self, view: View) -> Iterator[Finding]:
        for launch in launches(view):
            seen: set[str] = set()
            for index, mapping in entries(launch.get("BlockDeviceMappings")):
                name = string(pick(mapping, "DeviceName"))
                if name is not None and name in seen:
                    place = ("BlockDeviceMappings", index, "DeviceName")
                    yield launch.finding(f"{name} is mapped twice", *place)
                seen.add(name or "")
