"""Parts of a MIME message that its boundary does not divide."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ec2_readiness.engine import Finding, Rule, View, aws, launches

BOUNDARY = re.compile(r"(?i)multipart/mixed;\s*boundary=\"?([^\"\s;]+)\"?")
HEADER = re.compile(r"\r?\n\r?\n")  # what ends the header of a message


class PartsHaveBoundary(Rule):
    id = "ER9459"
    shortdesc = "User data in parts is divided by the boundary that it names"
    description = (
        "cloud-init splits a multipart message at its boundary with two hyphens before it. Where "
        "no line is that, it finds no part and runs nothing."
    )
    instead = "Begin each part with -- and the boundary, and end with it and --"
    source_url = aws("AWSEC2/latest/UserGuide/user-data.html")
    tags = ["instances", "boot"]

    def check_view(self, view: View) -> Iterator[Finding]:
        for launch in launches(view):
            text = launch.script or ""
            match = BOUNDARY.search(HEADER.split(text.lstrip(), 1)[0])
            if match is None or "${" in match[1]:
                continue
            if not re.search(rf"(?m)^--{re.escape(match[1])}\s*$", text):
                unless = "" if launch.is_stock_linux else "the image reads it in another way"
                text = f"No part begins with --{match[1]}"
                yield launch.finding(text, "UserData", unless=unless)
