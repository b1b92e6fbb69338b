"""Commands that Amazon Linux 2023 does not have."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ec2_readiness.engine import (
    Finding,
    Rule,
    View,
    aws,
    image_path,
    is_shell,
    launches,
    prepared,
    surely_run,
)

GONE = re.compile(
    r"\b(amazon-linux-extras|awslogsd?(?=\s|$)|(?:yum|dnf) install[^\n]*\bntp\b|initctl)"
)


class CommandsOfTheImage(Rule):
    id = "ER9416"
    shortdesc = "The boot script uses commands that its image has"
    description = (
        "Amazon Linux 2023 has no amazon-linux-extras: a script from Amazon Linux 2 fails there. "
        "The awslogs agent, ntp and Upstart are gone as well."
    )
    instead = "Use dnf, systemctl and the unified CloudWatch agent"
    source_url = aws("linux/al2/ug/prepare-for-al2023.html")
    tags = ["instances", "boot"]

    def check_view(self, view: View) -> Iterator[Finding]:
        for launch in launches(view):
            script = prepared(launch.script or "")
            match = GONE.search(script)
            if match is not None and "/al2023-ami" in image_path(launch):
                text = f"Amazon Linux 2023 has no {match[1].split()[-1]}"
                unless = "" if _fails(script) else "the script looks for it first, or brings it"
                yield launch.finding(text, "UserData", unless=unless)


def _fails(script: str) -> bool:
    """Say whether a program that was never on the image is run in every case."""
    return is_shell(script) and any(
        command.program == "amazon-linux-extras" and not command.is_tolerated
        for command in surely_run(script)
    )
