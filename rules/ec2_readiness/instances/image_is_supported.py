"""Systems without security updates."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ec2_readiness.engine import Finding, Rule, View, aws, image_path, launches

ENDED = re.compile(
    r"amzn2-ami|amzn-ami-|amazon-linux-2/|ubuntu/server/(?:1\d\.|20\.04)|Windows_Server-2012|debian/release/(?:stretch|buster|10|9)/"
)


class ImageIsSupported(Rule):
    id = "WR9415"
    shortdesc = "The image is of a system that AWS develops further"
    description = (
        "AWS's guide has those who use Amazon Linux 2 prepare their move to Amazon Linux 2023, and "
        "calls the extras of Amazon Linux 2 ended. Amazon Linux 1 is older still."
    )
    instead = "Use /aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64 or -arm64"
    assumes = "AWS promises no security updates after 2026-06-30, when its support ended"
    source_url = aws("linux/al2/ug/prepare-for-al2023.html")
    tags = ["instances", "security"]

    def check_view(self, view: View) -> Iterator[Finding]:
        for launch in launches(view):
            path = image_path(launch)
            if ENDED.search(path):
                yield launch.finding(
                    f"The image {path.split(':')[-1]} is no longer supported", "ImageId"
                )
