"""The script completes a hook by the name that it has."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import (
    GROUP,
    Finding,
    Resource,
    Rule,
    aws,
    commands,
    hooks,
    launch_for,
    option,
    pick,
    string,
)


class CompletedHookExists(Rule):
    id = "ER9222"
    shortdesc = "The script completes a hook that the group has"
    description = (
        "complete-lifecycle-action fails for a hook name that the group does not know: the "
        "instance waits until the heartbeat runs out and is abandoned."
    )
    instead = "Give --lifecycle-hook-name the name of the group's launching hook"
    source_url = aws("autoscaling/ec2/userguide/completing-lifecycle-hooks.html")
    tags = ["deployment", "autoscaling", "boot"]
    types = (GROUP,)

    def check(self, resource: Resource) -> Iterator[Finding]:
        launch = launch_for(resource)
        if launch is None:
            return
        names = [string(pick(hook, "LifecycleHookName")) for _, hook in hooks(resource)]
        if None in names:
            return
        for arguments in commands(launch.boot_text or "", "complete-lifecycle-action"):
            name = option(arguments, "--lifecycle-hook-name")
            if name is not None and name not in names:
                elsewhere = "another stack adds it" if resource.view.is_exposed(resource) else ""
                text = f"The script completes a hook {name!r}, which is not there"
                yield launch.finding(text, "UserData", unless=elsewhere)
