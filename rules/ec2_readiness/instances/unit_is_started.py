"""A unit that is enabled and never started."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ec2_readiness.engine import (
    Command,
    Finding,
    Rule,
    View,
    is_shell,
    launches,
    prepared,
    shell_commands,
)


class UnitIsStarted(Rule):
    id = "WR9433"
    shortdesc = "A unit that the boot script enables is started too"
    description = (
        "systemctl enable without --now makes a unit start at the next boot: an instance that "
        "is never rebooted never serves."
    )
    instead = "Write systemctl enable --now, or start the unit"
    assumes = "no other unit starts this one"
    source_url = "https://www.freedesktop.org/software/systemd/man/latest/systemctl.html"
    tags = ["instances", "boot"]

    def check_view(self, view: View) -> Iterator[Finding]:
        for launch in launches(view):
            script = prepared(launch.script or "")
            if not is_shell(script) or re.search(r"\b(?:reboot|shutdown -r|init 6)\b", script):
                continue
            text = prepared(launch.possible_text or "")
            for command in shell_commands(script):
                if command.program != "systemctl" or "enable" not in command.arguments:
                    continue
                for unit in self._units(command):
                    if not re.search(rf"\b(?:re)?start\b[^\n]*\b{re.escape(unit)}\b", text):
                        if not re.search(rf"\bservice\s+{re.escape(unit)}\b", text):
                            yield launch.finding(f"{unit} is enabled and not started", "UserData")

    @staticmethod
    def _units(command: Command) -> list[str]:
        if "--now" in command.arguments or "--user" in command.arguments:
            return []
        names = [word for word in command.arguments if not word.startswith(("-", "$"))]
        plain = [name.removesuffix(".service") for name in names if name != "enable"]
        return [name for name in plain if "." not in name and "$" not in name]
