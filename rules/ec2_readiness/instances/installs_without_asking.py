"""An installation that waits for an answer."""

from __future__ import annotations

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

MANAGERS = ("dnf", "yum", "apt-get", "apt")
ASKING = ("install", "update", "upgrade", "remove", "localinstall", "groupinstall", "dist-upgrade")
YES = ("--yes", "--assumeyes", "--assume-yes", "--assumeno", "--downloadonly", "--print-uris")


class InstallsWithoutAsking(Rule):
    id = "WR9457"
    shortdesc = "The boot script installs packages without asking"
    description = (
        "A boot script has no terminal: dnf and apt-get ask before they install, get no answer "
        "and give up."
    )
    instead = "Add -y"
    assumes = "the image's configuration of the package manager does not answer yes by itself"
    source_url = aws("AWSEC2/latest/UserGuide/user-data.html")
    tags = ["instances", "boot"]

    def check_view(self, view: View) -> Iterator[Finding]:
        for launch in launches(view):
            script = prepared(launch.script or "")
            if not is_shell(script) or "yes |" in script or "assumeyes=" in script.lower():
                continue
            for command in shell_commands(script):
                if command.program in MANAGERS and self._asks(command):
                    yield launch.finding(f"{' '.join(command.words[:3])} asks", "UserData")
                    break

    @staticmethod
    def _asks(command: Command) -> bool:
        words = command.arguments
        verbs = [word for word in words if not word.startswith("-")]
        if not verbs or verbs[0] not in ASKING:
            return False
        if command.program.startswith("apt") and verbs[0] == "update":
            return False  # it fetches lists only
        short = [word for word in words if word.startswith("-") and not word.startswith("--")]
        given = any("y" in word or "qq" in word for word in short)
        return not given and not set(words) & set(YES)
