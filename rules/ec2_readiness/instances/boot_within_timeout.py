"""A boot script that takes longer than the deploy waits."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ec2_readiness.engine import (
    GROUP,
    Finding,
    Resource,
    Rule,
    Value,
    aws,
    completes_hook,
    is_shell,
    launch_for,
    launching_hooks,
    longest_wait,
    number,
    pick,
    prepared,
    seconds,
    shell_commands,
    shown_seconds,
    string,
    waits_for_signals,
)

# The hook that a call completes; others are completed from elsewhere.
_NAMED = re.compile(r"--lifecycle-hook-name[\s=]+['\"]?([A-Za-z][\w-]*)")
UNITS = {"": 1, "s": 1, "m": 60, "h": 3600}


class BootWithinTimeout(Rule):
    id = "WR9435"
    shortdesc = "The boot script waits no longer than the deploy does"
    description = (
        "What the script sleeps before it signals counts against CreationPolicy's Timeout and "
        "the PauseTime: a longer wait is a deploy that always rolls back. A loop that waits longer "
        "than they, or than the heartbeat of the launching hook, never gets to report its failure."
    )
    instead = "Wait less, or raise Timeout, PauseTime and HeartbeatTimeout"
    assumes = "the script takes as long as it allows itself"
    source_url = aws("AWSCloudFormation/latest/TemplateReference/aws-attribute-creationpolicy.html")
    tags = ["instances", "boot", "deployment"]
    types = (GROUP,)

    def check(self, resource: Resource) -> Iterator[Finding]:
        launch = launch_for(resource)
        script = prepared(launch.script or "") if launch is not None else ""
        if launch is None or not is_shell(script):
            return
        slept, patience = self._slept(script), longest_wait(script)
        for name, value in self._limits(resource):
            limit = seconds(value) if name != "HeartbeatTimeout" else number(value)
            if limit is not None and max(slept, patience) >= limit:
                what = "sleeps" if slept >= limit else "waits up to"
                waited = shown_seconds(max(slept, patience))
                text = f"The script {what} {waited}, {name} is {string(value)}"
                yield launch.finding(text, "UserData")
                return

    @staticmethod
    def _limits(group: Resource) -> Iterator[tuple[str, Value]]:
        """What ends the waiting: the deploy's timeouts and the heartbeat of a launching hook."""
        if waits_for_signals(group):
            yield "Timeout", group.part("CreationPolicy", "ResourceSignal", "Timeout")
            update = ("UpdatePolicy", "AutoScalingRollingUpdate", "PauseTime")
            yield "PauseTime", group.part(*update)
        launch = launch_for(group)
        text = launch.boot_text if launch is not None else None
        if completes_hook(text or "") and "record-lifecycle-action-heartbeat" not in (text or ""):
            completed = set(_NAMED.findall(text or ""))
            for _, hook in launching_hooks(group):
                if not completed or string(pick(hook, "LifecycleHookName")) in completed:
                    yield "HeartbeatTimeout", pick(hook, "HeartbeatTimeout")

    @staticmethod
    def _slept(script: str) -> float:
        """What it surely sleeps before it signals."""
        slept = 0.0
        for command in shell_commands(script):
            if command.program == "cfn-signal" and command.runs_always:
                break
            if command.program == "sleep" and command.runs_always and len(command.words) == 2:
                match = re.fullmatch(r"(\d+(?:\.\d+)?)([smh]?)", command.words[1])
                slept += float(match[1]) * UNITS[match[2]] if match else 0
        return slept
