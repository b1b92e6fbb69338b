"""A hook that lets everything pass."""

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
    launching_hooks,
    pick,
)


class HookAbandons(Rule):
    id = "WR9234"
    shortdesc = "A launching hook that waits for readiness abandons what never becomes ready"
    description = (
        "With DefaultResult CONTINUE an instance that never completes the hook is taken into "
        "service when the heartbeat runs out: a broken version is deployed, only later."
    )
    instead = "Write DefaultResult: ABANDON"
    source_url = aws("autoscaling/ec2/userguide/lifecycle-hooks.html")
    tags = ["deployment", "autoscaling"]
    types = (GROUP,)

    def check(self, resource: Resource) -> Iterator[Finding]:
        launch = launch_for(resource)
        if launch is None or not completes_hook(launch.boot_text or ""):
            return
        for place, hook in launching_hooks(resource):
            if pick(hook, "DefaultResult") == "CONTINUE":
                yield place("An instance that never becomes ready is taken into service")
