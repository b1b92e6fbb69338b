"""The first version of the metadata service hands out credentials to anyone who asks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ec2_readiness.engine import Finding, Rule, View, aws, image_path, launches, pick

# Images that are registered with ImdsSupport v2.0 require tokens unless the account says otherwise.
REQUIRING = re.compile(r"al2023|amazon-linux-2023|bottlerocket")


class MetadataNeedsToken(Rule):
    id = "WR9401"
    shortdesc = "Instances require session tokens for their metadata"
    description = (
        "With IMDSv1 allowed, a request forged through the application reads the instance "
        "role's credentials from the metadata service."
    )
    instead = "Write MetadataOptions with HttpTokens: required"
    source_url = aws(
        "AWSEC2/latest/APIReference/API_LaunchTemplateInstanceMetadataOptionsRequest.html"
    )
    tags = ["instances", "security"]

    def check_view(self, view: View) -> Iterator[Finding]:
        for launch in launches(view):
            options = launch.get("MetadataOptions")
            tokens = pick(options, "HttpTokens")
            if pick(options, "HttpEndpoint") == "disabled":
                continue
            if tokens is None and not REQUIRING.search(image_path(launch)):
                yield launch.finding("Nothing requires a token for the metadata", "MetadataOptions")
            elif tokens == "optional":
                yield launch.finding("HttpTokens is optional", "MetadataOptions", "HttpTokens")
