"""An instance refresh does not listen to cfn-signal."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import (
    GROUP,
    Finding,
    Resource,
    Rule,
    aws,
    launch_for,
    launching_hooks,
    signals,
)


class RefreshHasHook(Rule):
    id = "WR9218"
    shortdesc = "An instance refresh waits by a lifecycle hook, not by cfn-signal"
    description = (
        "Instance refresh ignores cfn-signal: an instance whose script signals failure counts "
        "as good as soon as it is healthy, and the refresh goes on with the broken version."
    )
    instead = (
        "Add a launching hook to LifecycleHookSpecificationList and end the script with aws "
        "autoscaling complete-lifecycle-action"
    )
    source_url = aws("autoscaling/ec2/userguide/instance-refresh-overview.html")
    tags = ["deployment", "autoscaling", "boot"]
    types = (GROUP,)

    def check(self, resource: Resource) -> Iterator[Finding]:
        keys = ("UpdatePolicy", "AutoScalingInstanceRefresh")
        launch = launch_for(resource)
        if resource.part(*keys) is None or launch is None or launching_hooks(resource):
            return
        if signals(launch.boot_text or ""):
            yield resource.finding_at(
                "The refresh ignores the cfn-signal that the script sends", *keys
            )
