"""Programs that the image does not bring."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import (
    Finding,
    Rule,
    View,
    aws,
    image_path,
    installed,
    is_shell,
    launches,
    prepared,
    runs_others,
    surely_run,
)

# Each with a part of the names of the packages that bring it.
ABSENT = {
    "docker": ("docker",),
    "pip": ("pip",),
    "pip3": ("pip",),
    "git": ("git",),
    "node": ("node",),
    "npm": ("node", "npm"),
    "java": ("java", "corretto", "jdk", "tomcat", "maven"),
    "mvn": ("maven",),
    "php": ("php",),
    "nginx": ("nginx",),
    "httpd": ("httpd", "php"),
    "crontab": ("cronie",),
    "psql": ("postgresql",),
    "mysql": ("mysql", "mariadb"),
}


class ProgramsAreInstalled(Rule):
    id = "WR9463"
    shortdesc = "The boot script installs the programs that it runs"
    description = (
        "Amazon Linux 2023 comes without cron, as its guide says, and without Docker, pip, Git, "
        "Node.js, Java and PHP, as tried: the command is not found."
    )
    instead = "Install the package first"
    assumes = (
        "the image has the packages of those published in 2026, and no other program of the "
        "script installs anything"
    )
    source_url = aws("linux/al2/ug/prepare-for-al2023.html")
    tags = ["instances", "boot"]

    def check_view(self, view: View) -> Iterator[Finding]:
        for launch in launches(view):
            script = prepared(launch.script or "")
            if "/al2023-ami" not in image_path(launch) or not is_shell(script):
                continue
            if runs_others(script) or "PATH=" in script:
                continue
            packages = installed(launch)
            for command in surely_run(script):
                brought = ABSENT.get(command.words[0])
                missing = brought and not any(name in packages for name in brought)
                if missing and not command.is_tolerated:
                    yield launch.finding(f"The image has no {command.words[0]}", "UserData")
                    break
