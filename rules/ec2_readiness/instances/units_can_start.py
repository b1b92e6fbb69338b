"""Units that systemd cannot start."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ec2_readiness.engine import Finding, Rule, View, installed, launches, runs_others

LINE = re.compile(r"(?m)^\s*(ExecStart\w*|User|EnvironmentFile)=(.*)$")
SYSTEM = (
    "root",
    "nobody",
    "daemon",
    "bin",
    "ec2-user",
    "ubuntu",
    "admin",
    "adm",
    "mail",
    "ssm-user",
)
MADE = r"(?:useradd|adduser|sysusers|DynamicUser|users:|name:|-u)[^\n]*\b"


class UnitsCanStart(Rule):
    id = "WR9462"
    shortdesc = "A unit names a program, a user and a file that systemd finds"
    description = (
        "systemd refuses a relative path in ExecStart, and does not start a unit whose User or "
        "EnvironmentFile is not there."
    )
    instead = "Write absolute paths, create the user first, and write the file where it is read"
    assumes = "the text of the template is all that the boot does"
    source_url = "https://www.freedesktop.org/software/systemd/man/latest/systemd.service.html"
    tags = ["instances", "boot"]

    def check_view(self, view: View) -> Iterator[Finding]:
        for launch in launches(view):
            text = launch.boot_text or ""
            if "ExecStart" not in text:
                continue
            packages = installed(launch)
            known = launch.is_stock_linux and not runs_others(launch.script or "")
            for key, value in LINE.findall(text):
                problem = self._problem(key, value.strip(), text, packages if known else None)
                if problem:
                    yield launch.finding(problem, "UserData")

    @staticmethod
    def _problem(key: str, value: str, text: str, packages: str | None) -> str:
        if "$" in value.split(" ", 1)[0]:
            return ""
        if key.startswith("ExecStart"):
            program = value.lstrip("-@:+!|").split(" ")[0]
            relative = "/" in program and not program.startswith(("/", "%"))
            return f"{key}={program} is no absolute path" if relative else ""
        if packages is None or not value:
            return ""
        if key == "User":
            made = value in SYSTEM or value.isdigit() or value in packages
            made = made or re.search(MADE + re.escape(value) + r"\b", text) is not None
            return "" if made else f"Nothing creates the user {value}"
        missing = value.startswith("/etc/") and text.count(value) == len(
            re.findall(rf"EnvironmentFile={re.escape(value)}\s", text + "\n")
        )
        return f"Nothing writes {value}" if missing else ""
