"""Containers that cannot reach the metadata."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ec2_readiness.engine import Finding, Rule, View, aws, launches, number, prepared


class ContainersReachMetadata(Rule):
    id = "WR9448"
    shortdesc = "Containers on the instance reach its metadata"
    description = (
        "A container on the default bridge is one hop further away: with "
        "HttpPutResponseHopLimit 1 its requests for a token get no answer, and it has no "
        "credentials."
    )
    instead = "Set HttpPutResponseHopLimit: 2, or run the container with --network host"
    assumes = "the containers of the host use its role"
    source_url = aws("AWSEC2/latest/UserGuide/instancedata-data-retrieval.html")
    tags = ["instances", "boot"]

    def check_view(self, view: View) -> Iterator[Finding]:
        for launch in launches(view):
            text = prepared(launch.boot_text or "")
            runs = [line for line in text.splitlines() if re.search(r"\bdocker\s+run\b", line)]
            bridged = [line for line in runs if not re.search(r"--net(?:work)?[= ]host", line)]
            if launch.get("MetadataOptions", "HttpTokens") != "required" or not bridged:
                continue
            limit = launch.get("MetadataOptions", "HttpPutResponseHopLimit")
            if launch.has("IamInstanceProfile") and number(limit) == 1:
                place = ("MetadataOptions", "HttpPutResponseHopLimit")
                yield launch.finding("Containers are one hop too far away", *place)
