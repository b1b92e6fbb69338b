"""Settings of one instance in the launch template of a group."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import (
    Finding,
    Launch,
    Rule,
    View,
    aws,
    entries,
    groups_of,
    is_stated,
    launches,
    pick,
    string,
)

ALONE = ("NetworkInterfaceId", "PrivateIpAddress", "PrivateIpAddresses")


class TemplateSuitsGroup(Rule):
    id = "ER9464"
    shortdesc = "The launch template of a group has no settings for one instance"
    description = (
        "Auto Scaling refuses a launch template with a private address, an existing network "
        "interface, a first interface that is not index 0, an affinity to a host, or Spot "
        "requests that persist or end."
    )
    instead = "Leave the setting out"
    source_url = aws("autoscaling/ec2/userguide/create-launch-template.html")
    tags = ["instances", "autoscaling"]

    def check_view(self, view: View) -> Iterator[Finding]:
        for launch in launches(view):
            if launch.prefix and groups_of(launch):
                yield from self._interfaces(launch)
                if launch.get("Placement", "Affinity") == "host":
                    yield launch.finding("An affinity to a host", "Placement", "Affinity")
                yield from self._spot(launch)

    @staticmethod
    def _shared(launch: Launch) -> bool:
        """A group of one instance, by zones instead of subnets, may take an interface."""
        sizes = [group.number("MaxSize") for group in groups_of(launch)]
        placed = any(group.states("VPCZoneIdentifier") for group in groups_of(launch))
        return placed or any(size is not None and size > 1 for size in sizes)

    @classmethod
    def _interfaces(cls, launch: Launch) -> Iterator[Finding]:
        every = entries(launch.get("NetworkInterfaces"))
        for index, item in every:
            for key in ALONE:
                if is_stated(pick(item, key)) and (key != ALONE[0] or cls._shared(launch)):
                    yield launch.finding(
                        f"{key} is for one instance", "NetworkInterfaces", index, key
                    )
        indexes = [string(pick(item, "DeviceIndex")) for _, item in every]
        if every and None not in indexes and "0" not in indexes:
            place = ("NetworkInterfaces", every[0][0], "DeviceIndex")
            yield launch.finding("No interface has device index 0", *place)

    @staticmethod
    def _spot(launch: Launch) -> Iterator[Finding]:
        keys = ("InstanceMarketOptions", "SpotOptions")
        if launch.get(*keys, "SpotInstanceType") == "persistent":
            yield launch.finding("A Spot request that persists", *keys, "SpotInstanceType")
        if is_stated(launch.get(*keys, "ValidUntil")):
            yield launch.finding("A Spot request that ends", *keys, "ValidUntil")
