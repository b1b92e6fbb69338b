"""A script that ends before it signals."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ec2_readiness.engine import (
    Command,
    Finding,
    Rule,
    View,
    aws,
    is_shell,
    launches,
    prepared,
    shell_commands,
)

# What the shell calls at its end may send the signal.
ON_EXIT = re.compile(r"\btrap\b[^\n]*\b(?:EXIT|0)\b")


class ScriptEndsAfterSignal(Rule):
    id = "ER9426"
    shortdesc = "Nothing ends the boot script before its signal"
    description = (
        "A cfn-signal behind an exit that always runs is never sent, and the deploy waits until "
        "it times out. User data runs once: behind a reboot it is sent by chance only."
    )
    instead = "Move the exit behind the signal, or take it out"
    source_url = aws("AWSCloudFormation/latest/UserGuide/cfn-signal.html")
    tags = ["instances", "boot", "deployment"]

    def check_view(self, view: View) -> Iterator[Finding]:
        for launch in launches(view):
            script = prepared(launch.script or "")
            if not is_shell(script) or ON_EXIT.search(script):
                continue
            every = shell_commands(script)
            signalling = self._signalling(every)
            if not any(command.program in signalling for command in every):
                continue
            for command in every:
                if command.runs_always and command.program in signalling:
                    break  # one signal is sent
                if command.runs_always and self._ends(command):
                    ended = " ".join(command.words[:2])
                    unless = (
                        ""
                        if ended.startswith("exit")
                        else "the signal is sent before the shutdown takes effect"
                    )
                    text = f"{ended} comes before cfn-signal"
                    yield launch.finding(text, "UserData", unless=unless)
                    break

    @staticmethod
    def _ends(command: Command) -> bool:
        restarts = command.program == "shutdown" and "-c" not in command.arguments
        restarts = restarts or command.words[:2] in (("systemctl", "reboot"), ("init", "6"))
        return command.words[0] == "exit" or command.program in ("reboot", "poweroff") or restarts

    @staticmethod
    def _signalling(every: tuple[Command, ...]) -> set[str]:
        """cfn-signal, and the functions that call it, directly or through one another."""
        found, before = {"cfn-signal"}, 0
        while len(found) > before:
            before = len(found)
            found |= {c.function for c in every if c.function and c.program in found}
        return found
