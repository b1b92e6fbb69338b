"""A type beside requirements."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import (
    GROUP,
    OVERRIDES,
    Finding,
    Rule,
    View,
    aws,
    entries,
    is_stated,
    launches,
    pick,
)


class TypeOrRequirements(Rule):
    id = "ER9447"
    shortdesc = "Instances have a type or requirements, not both"
    description = (
        "EC2 and Auto Scaling refuse InstanceRequirements beside InstanceType, in a launch "
        "template and in an override."
    )
    instead = "Leave one of the two out"
    source_url = aws("AWSEC2/latest/APIReference/API_RequestLaunchTemplateData.html")
    tags = ["instances", "autoscaling"]

    def check_view(self, view: View) -> Iterator[Finding]:
        for launch in launches(view):
            if launch.states("InstanceType") and launch.states("InstanceRequirements"):
                yield launch.finding("InstanceRequirements beside InstanceType", "InstanceType")
        for group in view.of(GROUP):
            for index, override in entries(group.get(*OVERRIDES)):
                if all(
                    is_stated(pick(override, key))
                    for key in ("InstanceType", "InstanceRequirements")
                ):
                    yield group.finding(
                        "InstanceRequirements beside InstanceType", *OVERRIDES, index
                    )
