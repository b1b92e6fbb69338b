"""A hop limit that EC2 does not take."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import Finding, Rule, View, aws, launches, number


class HopLimitValid(Rule):
    id = "ER9466"
    shortdesc = "The hop limit of the metadata service is 1 to 64"
    description = "EC2 refuses another HttpPutResponseHopLimit."
    instead = "Write 1, or 2 where containers ask for metadata"
    source_url = aws(
        "AWSEC2/latest/APIReference/API_LaunchTemplateInstanceMetadataOptionsRequest.html"
    )
    tags = ["instances", "limits"]

    def check_view(self, view: View) -> Iterator[Finding]:
        for launch in launches(view):
            keys = ("MetadataOptions", "HttpPutResponseHopLimit")
            limit = number(launch.get(*keys))
            if limit is not None and not 1 <= limit <= 64:
                yield launch.finding(f"A hop limit of {limit:g}", *keys)
