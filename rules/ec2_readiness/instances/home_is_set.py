"""HOME in a script that takes unset variables for errors."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ec2_readiness.engine import Finding, Rule, View, aws, is_shell, launches, prepared

STRICT = re.compile(r"(?m)^#!\S+(?:[ \t]+\S+)*[ \t]+-\w*u|^\s*set\s+(?:-\w*u|.*-o\s+nounset)")
USED = re.compile(r"(?m)^(?!.*\b(?:su|sudo|runuser)\b).*?\$(?:HOME\b|\{HOME\})")
SET = re.compile(r"(?m)^\s*(?:export\s+)?HOME=|\bHOME=\S+\s+\w")


class HomeIsSet(Rule):
    id = "WR9458"
    shortdesc = "A strict boot script sets HOME before it uses it"
    description = (
        "cloud-init runs user data as a service of the system, in which HOME is not set: under "
        "set -u the script ends with 'HOME: unbound variable'."
    )
    instead = "Write export HOME=/root first, or ${HOME:-/root}"
    assumes = "cloud-init runs the script, without HOME in its environment"
    source_url = aws("AWSEC2/latest/UserGuide/user-data.html")
    tags = ["instances", "boot"]

    def check_view(self, view: View) -> Iterator[Finding]:
        for launch in launches(view):
            script = prepared(launch.script or "")
            used = USED.search(script) if is_shell(script) and STRICT.search(script) else None
            if used is not None and SET.search(script[: used.start()]) is None:
                yield launch.finding("HOME is used and not set", "UserData")
