"""Commands that Amazon Linux 2023 does not have."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ec2_readiness.engine import Finding, Rule, View, aws, image_path, launches, prepared

GONE = re.compile(
    r"\b(amazon-linux-extras|awslogsd?(?=\s|$)|(?:yum|dnf) install[^\n]*\bntp\b|initctl)"
)


class CommandsOfTheImage(Rule):
    id = "ER9416"
    shortdesc = "The boot script uses commands that its image has"
    description = (
        "Amazon Linux 2023 has no amazon-linux-extras, no awslogs agent and no Upstart: a "
        "script from Amazon Linux 2 fails at the first of them."
    )
    instead = "Use dnf, systemctl and the unified CloudWatch agent"
    source_url = aws("linux/al2023/ug/compare-with-al2.html")
    tags = ["instances", "boot"]

    def check_view(self, view: View) -> Iterator[Finding]:
        for launch in launches(view):
            match = GONE.search(prepared(launch.script or ""))
            if match is not None and "/al2023-ami" in image_path(launch):
                yield launch.finding(f"Amazon Linux 2023 has no {match[1].split()[-1]}", "UserData")
