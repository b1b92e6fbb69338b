"""A launch template without image or type."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import (
    OVERRIDES,
    Finding,
    Resource,
    Rule,
    View,
    aws,
    entries,
    groups_of,
    launches,
    pick,
)


class TemplateIsComplete(Rule):
    id = "ER9471"
    shortdesc = "The launch template of a group has an image and an instance type"
    description = (
        "Auto Scaling refuses a launch template without ImageId, and one without InstanceType "
        "unless the group's overrides say the types."
    )
    instead = "Write ImageId and InstanceType"
    source_url = aws("autoscaling/ec2/userguide/create-launch-template.html")
    tags = ["instances", "autoscaling"]

    def check_view(self, view: View) -> Iterator[Finding]:
        for launch in launches(view):
            for group in groups_of(launch) if launch.prefix else ():
                if not launch.has("ImageId") and not self._overridden(group, "ImageId"):
                    yield launch.finding("The launch template has no image")
                elif not launch.has("InstanceType") and not launch.has("InstanceRequirements"):
                    if not self._overridden(group, "InstanceType", "InstanceRequirements"):
                        yield launch.finding("The launch template has no instance type")

    @staticmethod
    def _overridden(group: Resource, *keys: str) -> bool:
        """Some override may say it, itself or by a launch template of its own."""
        value = group.get(*OVERRIDES)
        if value is not None and not isinstance(value, list):
            return True
        wanted = (*keys, "LaunchTemplateSpecification")
        return any(pick(item, key) is not None for _, item in entries(value) for key in wanted)
