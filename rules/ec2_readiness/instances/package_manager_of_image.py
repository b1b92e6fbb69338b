"""The package manager of another distribution."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ec2_readiness.engine import (
    Command,
    Finding,
    Rule,
    View,
    aws,
    image_path,
    is_shell,
    launches,
    prepared,
    shell_commands,
)

IMAGES = {
    "Amazon Linux": r"/ami-amazon-linux-latest/|/optimized-ami/.*amazon-linux",
    "Ubuntu": r"/canonical/ubuntu/",
    "Debian": r"/debian/release/",
}
MISSING = {
    "Amazon Linux": ("apt", "apt-get", "dpkg", "add-apt-repository", "apk", "zypper"),
    "Ubuntu": ("yum", "dnf", "rpm", "apk", "zypper", "amazon-linux-extras"),
    "Debian": ("yum", "dnf", "rpm", "apk", "zypper", "amazon-linux-extras", "add-apt-repository"),
}

APART = (("apt", "apt-get", "dpkg"), ("dnf", "yum"))


class PackageManagerOfImage(Rule):
    id = "ER9428"
    shortdesc = "The boot script uses the package manager that its image has"
    description = (
        "Amazon Linux has dnf and yum, Ubuntu and Debian have apt-get: a script from another "
        "distribution fails at its first package."
    )
    instead = "Install with the image's own package manager"
    source_url = aws("linux/al2027/ug/package-management.html")
    tags = ["instances", "boot"]

    def check_view(self, view: View) -> Iterator[Finding]:
        for launch in launches(view):
            script, path = prepared(launch.script or ""), image_path(launch)
            if not is_shell(script):
                continue
            family = next((name for name, mark in IMAGES.items() if re.search(mark, path)), "")
            used = [c.program for c in shell_commands(script) if self._must_work(c, script)]
            missing = [program for program in used if program in MISSING.get(family, ())]
            if missing:
                yield launch.finding(f"{family} has no {missing[0]}", "UserData")
            elif not family and all(set(used) & set(programs) for programs in APART):
                text = f"{used[0]} and a package manager of another distribution"
                yield launch.finding(text, "UserData", unless="the image has both of them")

    @staticmethod
    def _must_work(command: Command, script: str) -> bool:
        installed = f"install {command.program}" in script
        return command.runs_always and not command.is_tolerated and not installed
