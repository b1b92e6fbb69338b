"""Systems without security updates."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ec2_readiness.engine import Finding, Rule, View, image_path, launches

ENDED = re.compile(
    r"amzn2-ami|amzn-ami-|amazon-linux-2/|ubuntu/server/(?:1\d\.|20\.04)|Windows_Server-2012|debian/release/(?:stretch|buster|10|9)/"
)


class ImageIsSupported(Rule):
    id = "WR9415"
    shortdesc = "The image's system still gets updates"
    description = (
        "AWS's support of Amazon Linux 2 ended on 2026-06-30, that of Amazon Linux 1 long before: "
        "no security updates are promised."
    )
    instead = "Use /aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64 or -arm64"
    source_url = "https://aws.amazon.com/amazon-linux-2/faqs/"
    tags = ["instances", "security"]

    def check_view(self, view: View) -> Iterator[Finding]:
        for launch in launches(view):
            path = image_path(launch)
            if ENDED.search(path):
                yield launch.finding(
                    f"The image {path.split(':')[-1]} is no longer supported", "ImageId"
                )
