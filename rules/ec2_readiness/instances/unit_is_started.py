"""A unit that is enabled and never started."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ec2_readiness.engine import (
    Command,
    Finding,
    Hole,
    Launch,
    Rule,
    Text,
    Value,
    View,
    is_shell,
    launches,
    pick,
    prepared,
    shell_commands,
    shown,
    truth,
)


class UnitIsStarted(Rule):
    id = "WR9433"
    shortdesc = "A unit that the boot script enables is started too"
    description = (
        "systemctl enable without --now makes a unit start at the next boot: an instance that is "
        "never rebooted never serves."
    )
    instead = "Write systemctl enable --now, or start the unit"
    assumes = "no other unit starts this one"
    source_url = "https://www.freedesktop.org/software/systemd/man/latest/systemctl.html"
    tags = ["instances", "boot"]

    def check_view(self, view: View) -> Iterator[Finding]:
        for launch in launches(view):
            yield from self._services(launch)
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
    def _services(launch: Launch) -> Iterator[Finding]:
        """The units that the metadata defines, and what cfn-init is to do with them."""
        units: dict[str, str] = {}
        states: dict[str, Value] = {}
        for _, _, config in launch.init_configs:
            files, services = pick(config, "files"), pick(config, "services")
            for path, body in files.items() if isinstance(files, dict) else ():
                match = re.fullmatch(r"/etc/systemd/system/([\w@.-]+)\.service", path)
                content = pick(body, "content")
                if match and isinstance(content, (str, Text)):
                    units[match[1]] = shown(content)
            if any(isinstance(one, Hole) for one in (services, *_values(services))):
                return
            for kinds in _values(services):
                states.update(kinds if isinstance(kinds, dict) else {})
        text = prepared(launch.boot_text or "")
        for name, content in units.items():
            started = re.search(
                rf"\b(?:start|restart|--now|service)\b[^\n]*\b{re.escape(name)}\b", text
            )
            state = states.get(name, states.get(f"{name}.service"))
            problem = _neglected(name, content, state, started is not None)
            if problem and "Type=oneshot" not in content:
                yield launch.finding(problem, "UserData")

    @staticmethod
    def _units(command: Command) -> list[str]:
        if "--now" in command.arguments or "--user" in command.arguments:
            return []
        names = [word for word in command.arguments if not word.startswith(("-", "$"))]
        plain = [name.removesuffix(".service") for name in names if name != "enable"]
        return [name for name in plain if "." not in name and "$" not in name]


def _values(value: Value) -> list[Value]:
    return list(value.values()) if isinstance(value, dict) else []


def _neglected(name: str, content: str, state: Value, started: bool) -> str:
    if started:
        return ""
    if state is None:
        return f"Nothing starts {name}"
    running = pick(state, "ensureRunning")
    if isinstance(running, (Hole, Text)):
        return ""
    if truth(running) is not True:
        return (
            f"cfn-init stops {name}" if running is not None else f"cfn-init does not start {name}"
        )
    if truth(pick(state, "enabled")) is False:
        return f"{name} is not started at the next boot"
    enabled = truth(pick(state, "enabled")) is True
    return (
        f"{name} has no [Install] to be enabled by"
        if enabled and "[Install]" not in content
        else ""
    )
