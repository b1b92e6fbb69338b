"""Helper scripts at a path that the image does not have."""

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
    runs_others,
)

CALL = re.compile(r"(?m)(?:^|(?<=[\s;&|(]))((?:/[\w./-]+/)?cfn-(?:init|signal|get-metadata))(?=\s)")
OWN = ("/opt/aws/bin/", "/usr/bin/")


class HelpersAreThere(Rule):
    id = "ER9451"
    shortdesc = "The boot script calls cfn-init and cfn-signal where the image has them"
    description = (
        "Amazon Linux has the helper scripts in /opt/aws/bin; Ubuntu, Debian and the minimal "
        "images have none. The call fails, and the signal is never sent."
    )
    instead = "Call /opt/aws/bin/cfn-signal, and install aws-cfn-bootstrap where it is missing"
    source_url = aws("AWSCloudFormation/latest/UserGuide/cfn-helper-scripts-reference.html")
    tags = ["instances", "boot", "deployment"]

    def check_view(self, view: View) -> Iterator[Finding]:
        for launch in launches(view):
            script, path = prepared(launch.script or ""), image_path(launch)
            if not is_shell(script) or "aws-cfn-bootstrap" in (launch.boot_text or ""):
                continue
            called = CALL.findall(script)
            if "ln -s" in script or runs_others(CALL.sub("cfn-signal", script)):
                continue
            bare = any(mark in path for mark in ("/canonical/ubuntu/", "/debian/", "-minimal-"))
            amazon = "/ami-amazon-linux-latest/" in path
            for name in called:
                elsewhere = name.startswith("/") and not name.startswith(OWN)
                if bare or (amazon and elsewhere):
                    yield launch.finding(f"The image has no {name}", "UserData")
                    break
