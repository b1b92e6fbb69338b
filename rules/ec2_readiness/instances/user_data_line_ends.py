"""Line ends that a shell does not know."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import Finding, Rule, View, aws, launches


class UserDataLineEnds(Rule):
    id = "ER9407"
    shortdesc = "A boot script has Unix line ends"
    description = (
        "With CRLF line ends the kernel looks for an interpreter called '/bin/bash\\r' and the "
        "script never runs."
    )
    instead = "Save the file with LF line ends"
    source_url = aws("AWSEC2/latest/UserGuide/user-data.html")
    tags = ["instances", "boot"]

    def check_view(self, view: View) -> Iterator[Finding]:
        for launch in launches(view):
            script = launch.script or ""
            if "\r\n" in script and script.lstrip().startswith("#!"):
                yield launch.finding("The script has CRLF line ends", "UserData")
