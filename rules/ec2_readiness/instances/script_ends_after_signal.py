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
        "exit and exec end the script: a cfn-signal behind an exit 0 that always runs is "
        "never sent, and the deploy waits until it times out."
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
                if command.runs_always and command.words[0] == "exit":
                    ended = " ".join(command.words[:2])
                    yield launch.finding(f"{ended} comes before cfn-signal", "UserData")
                    break

    @staticmethod
    def _signalling(every: tuple[Command, ...]) -> set[str]:
        """cfn-signal, and the functions that call it, directly or through one another."""
        found, before = {"cfn-signal"}, 0
        while len(found) > before:
            before = len(found)
            found |= {c.function for c in every if c.function and c.program in found}
        return found
