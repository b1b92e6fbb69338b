"""The signal goes to the group that waits, not to something beside it."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import (
    GROUP,
    Finding,
    Resource,
    Rule,
    aws,
    commands,
    launch_for,
    of_own_stack,
    option,
    runs_others,
    waits_for_signals,
)


class SignalReachesGroup(Rule):
    id = "ER9211"
    shortdesc = "cfn-signal names the group that waits"
    description = (
        "A signal to the launch template, or to another group, is not counted for the group "
        "that waits: its creation or update ends in a timeout."
    )
    instead = "Name the logical id of the group in cfn-signal --resource"
    source_url = aws("AWSCloudFormation/latest/UserGuide/cfn-signal.html")
    tags = ["deployment", "boot"]
    types = (GROUP,)

    def check(self, resource: Resource) -> Iterator[Finding]:
        launch = launch_for(resource)
        if launch is None or not waits_for_signals(resource):
            return
        text = launch.boot_text or ""
        calls = [call for call in commands(text, "cfn-signal") if of_own_stack(call)]
        names = [option(arguments, "--resource") for arguments in calls]
        known = [name for name in names if name in resource.view.resources]
        if known and len(known) == len(names) and resource.name not in known:
            others = "what else the script runs signals" if runs_others(text) else ""
            text = f"cfn-signal names {known[0]}, but {resource.name} is what waits"
            yield launch.finding(text, "UserData", unless=others)
