"""A boot script that takes longer than the deploy waits."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ec2_readiness.engine import (
    GROUP,
    Finding,
    Resource,
    Rule,
    aws,
    is_shell,
    launch_for,
    prepared,
    seconds,
    shell_commands,
    shown_seconds,
    waits_for_signals,
)

UNITS = {"": 1, "s": 1, "m": 60, "h": 3600}


class BootWithinTimeout(Rule):
    id = "WR9435"
    shortdesc = "The boot script waits no longer than the deploy does"
    description = (
        "What the script sleeps before it signals counts against CreationPolicy's Timeout and "
        "the PauseTime: a longer wait is a deploy that always rolls back."
    )
    instead = "Wait less, or raise Timeout and PauseTime"
    assumes = "the sleeps of the script are its only waiting"
    source_url = aws("AWSCloudFormation/latest/TemplateReference/aws-attribute-creationpolicy.html")
    tags = ["instances", "boot", "deployment"]
    types = (GROUP,)

    def check(self, resource: Resource) -> Iterator[Finding]:
        launch = launch_for(resource)
        script = prepared(launch.script or "") if launch is not None else ""
        if launch is None or not is_shell(script) or not waits_for_signals(resource):
            return
        slept = 0.0
        for command in shell_commands(script):
            if command.program == "cfn-signal" and command.runs_always:
                break
            if command.program == "sleep" and command.runs_always and len(command.words) == 2:
                match = re.fullmatch(r"(\d+(?:\.\d+)?)([smh]?)", command.words[1])
                slept += float(match[1]) * UNITS[match[2]] if match else 0
        update = ("UpdatePolicy", "AutoScalingRollingUpdate", "PauseTime")
        for keys in (("CreationPolicy", "ResourceSignal", "Timeout"), update):
            limit = seconds(resource.part(*keys))
            if limit is not None and slept >= limit:
                waited = shown_seconds(slept)
                text = f"The script sleeps {waited}, {keys[-1]} is {resource.part(*keys)}"
                yield launch.finding(text, "UserData")
                return
