"""A script that ends before it signals."""

from __future__ import annotations

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


class ScriptEndsAfterSignal(Rule):
    id = "ER9426"
    shortdesc = "Nothing ends the boot script before its signal"
    description = (
        "exit and exec end the script: a cfn-signal behind an exit 0 that always runs is "
        "never sent, and the deploy waits until it times out."
    )
    instead = "Move the exit behind the signal, or take it out"
    source_url = aws("AWSCloudFormation/latest/UserGuide/cfn-signal.html")
    tags = ["instances", "boot", "deployment"]

    def check_view(self, view: View) -> Iterator[Finding]:
        for launch in launches(view):
            script = launch.script or ""
            if not is_shell(script) or "trap " in script:
                continue
            ended = ""
            for command in shell_commands(prepared(script)):
                if command.program == "cfn-signal" and command.runs_always and ended:
                    yield launch.finding(f"{ended} comes before cfn-signal", "UserData")
                    break
                if command.program == "cfn-signal":
                    break  # one signal is sent
                if command.runs_always and command.words[0] == "exit":
                    ended = " ".join(command.words[:2])
