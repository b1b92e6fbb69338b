"""How cloud-init knows what user data is."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ec2_readiness.engine import Finding, Rule, View, aws, launches

BEGINNINGS = (
    "#!",
    "#cloud-",
    "#include",
    "#upstart-",
    "#part-handler",
    "## template:",
    "content-type:",
    "mime-version:",
    "<powershell",
    "<script",
    "version:",
    "version ",
    "---",
    "[",
    "{",
    "$",
    "from ",
    "rem cmd",
    "@echo",
)

# What looks like a script for a shell, and not like the configuration of an appliance.
COMMANDS = re.compile(
    r"(?m)^\s*(?:sudo |set -[a-z]|yum |dnf |apt-get |apt |systemctl |service |export |mkdir "
    r"|curl |aws |/opt/aws/bin/|cfn-init|cfn-signal|pip3? |docker )"
)


class UserDataHasInterpreter(Rule):
    id = "ER9408"
    shortdesc = "User data begins with a line that says what it is"
    description = (
        "cloud-init runs user data whose first characters are '#!' and knows a few other "
        "beginnings. Anything else it ignores: the instance boots, and nothing is installed."
    )
    instead = "Begin with #!/bin/bash, in the first column of the first line"
    source_url = aws("AWSEC2/latest/UserGuide/user-data.html")
    tags = ["instances", "boot"]

    def check_view(self, view: View) -> Iterator[Finding]:
        for launch in launches(view):
            script = launch.script
            if script is None or not launch.is_plain_script:
                continue
            begins = script.lstrip().lower().startswith(BEGINNINGS)
            late = script.lstrip().startswith("#!") and script[:1].isspace()
            if not script.strip() or (begins and not late):
                continue
            text = f"The user data begins with {script[:20]!r}"
            if launch.is_stock_linux:
                yield launch.finding(text, "UserData")
            elif late or COMMANDS.search(script):
                yield launch.finding(text, "UserData", unless="the image reads it in its own way")
