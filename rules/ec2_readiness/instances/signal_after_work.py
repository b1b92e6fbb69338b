"""A signal of success before the work is done."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ec2_readiness.engine import (
    Command,
    Finding,
    Rule,
    View,
    aws,
    groups_of,
    is_shell,
    launches,
    prepared,
    surely_run,
    waits_for_signals,
)

WORK = ("dnf", "yum", "apt", "apt-get", "docker", "cfn-init", "pip", "pip3", "npm")


class SignalAfterWork(Rule):
    id = "WR9461"
    shortdesc = "The boot script signals success when its work is done"
    description = (
        "CloudFormation goes on with the next batch at the signal. What is installed or started "
        "after it can fail unseen, and the old instances are gone by then."
    )
    instead = "Move cfn-signal behind the last step that can fail"
    assumes = "what comes after the signal matters for serving requests"
    source_url = aws("AWSCloudFormation/latest/UserGuide/cfn-signal.html")
    tags = ["instances", "boot", "deployment"]

    def check_view(self, view: View) -> Iterator[Finding]:
        for launch in launches(view):
            script = prepared(launch.script or "")
            if not is_shell(script) or not any(map(waits_for_signals, groups_of(launch))):
                continue
            sending = self._sending(script, "cfn-signal")
            working = self._sending(script, "cfn-init")
            sent = False
            for command in surely_run(script):
                called = command.words[0] in sending and command.words[1:] in ((), ("0",))
                if command.runs_always and (called or self._succeeds(command)):
                    sent = True
                elif (
                    sent
                    and command.runs_always
                    and (command.words[0] in working or self._works(command))
                ):
                    text = f"{' '.join(command.words[:3])} comes after the signal"
                    yield launch.finding(text, "UserData")
                    break

    @staticmethod
    def _succeeds(command: Command) -> bool:
        code = command.value("-e", "--exit-code") or ""
        failed = command.value("-s", "--success") == "false"
        return command.program == "cfn-signal" and code in ("0", "", "$?") and not failed

    @staticmethod
    def _sending(script: str, program: str) -> set[str]:
        """The functions that call the program with what they are given."""
        found = re.findall(r"(?ms)^[ \t]*(?:function\s+)?(\w+)\s*\(\)\s*\{(.*?)^[ \t]*\}", script)
        return {name for name, body in found if program in body and "$1" in body}

    @staticmethod
    def _works(command: Command) -> bool:
        words = command.words
        if command.program == "systemctl":
            return bool({"start", "restart", "--now"} & set(words))
        acts = (
            bool({"install", "run", "pull", "cp", "-xzf", "-xf"} & set(words))
            or command.program == "cfn-init"
        )
        return acts and command.program in WORK
