"""How cloud-init knows what user data is."""

from __future__ import annotations

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
            if script.strip() and (not begins or late):
                yield launch.finding(f"The user data begins with {script[:20]!r}", "UserData")
