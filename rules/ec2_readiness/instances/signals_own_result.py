"""A signal of the wrong exit code."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ec2_readiness.engine import (
    Finding,
    Rule,
    View,
    aws,
    is_shell,
    launches,
    prepared,
    shell_commands,
)

ALWAYS = ("echo", "sleep", "true", "logger", "printf", "date", "export", "touch")
STRICT = re.compile(r"(?m)^\s*set\s+-\w*e|\btrap\b|^#!.*\s-\w*e")


class SignalsOwnResult(Rule):
    id = "WR9436"
    shortdesc = "The script signals the result of its work"
    description = (
        "cfn-signal -e $? sends the exit code of the command just before it. Behind echo, "
        "sleep or a redirection that is always 0: instances that failed to boot count as "
        "good."
    )
    instead = "Call cfn-signal directly behind cfn-init, or set -e with a trap on ERR"
    source_url = aws("AWSCloudFormation/latest/UserGuide/cfn-signal.html")
    tags = ["instances", "boot", "deployment"]

    def check_view(self, view: View) -> Iterator[Finding]:
        for launch in launches(view):
            script = prepared(launch.script or "")
            if not is_shell(script) or STRICT.search(script):
                continue
            before = ""
            for command in shell_commands(script):
                sends = command.value("-e", "--exit-code") == "$?"
                if command.program == "cfn-signal" and sends and before in ALWAYS:
                    yield launch.finding(f"The script signals the result of {before}", "UserData")
                    break
                before = command.program
