"""A hook of its own comes after the first instances."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import (
    GROUP,
    Finding,
    Resource,
    Rule,
    aws,
    completes_hook,
    launch_for,
    pick,
)

HOOK = "AWS::AutoScaling::LifecycleHook"


class HookBeforeFirstInstance(Rule):
    id = "WR9223"
    shortdesc = "The launching hook exists before the first instance"
    description = (
        "A LifecycleHook resource is created after its group, which launches instances at once: "
        "they pass no hook, and a script that completes one fails on them."
    )
    instead = "Put the hook into the group's LifecycleHookSpecificationList"
    source_url = aws(
        "AWSCloudFormation/latest/TemplateReference/aws-resource-autoscaling-lifecyclehook.html"
    )
    tags = ["deployment", "autoscaling", "boot"]
    types = (HOOK,)

    def check(self, resource: Resource) -> Iterator[Finding]:
        group = resource.resource("AutoScalingGroupName")
        if group is None or group.type != GROUP or group.number("MinSize") == 0:
            return
        launch = launch_for(group)
        launching = "EC2_INSTANCE_LAUNCHING" in str(
            pick(resource.properties, "LifecycleTransition")
        )
        if launching and launch is not None and completes_hook(launch.boot_text or ""):
            yield resource.finding_at(
                f"The first instances of {group.name} start before this hook is there"
            )
