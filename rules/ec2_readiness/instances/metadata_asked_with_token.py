"""A metadata call without the token that is required."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ec2_readiness.engine import Finding, Rule, View, aws, launches, prepared

CALL = re.compile(
    r"\b(?:curl|wget|GET)\b.*(?:169\.254\.169\.254|fd00:ec2::254)/latest/(?!api/token)"
)


class MetadataAskedWithToken(Rule):
    id = "WR9429"
    shortdesc = "The boot script asks for metadata with a token"
    description = (
        "With HttpTokens required a call to 169.254.169.254 without a session token is "
        "answered 401: the script goes on with an empty instance id, region or zone."
    )
    instead = (
        "Get a token first (PUT /latest/api/token) and send it as X-aws-ec2-metadata-token, "
        "or use ec2-metadata"
    )
    assumes = "the metadata options of the template are those of the instance"
    source_url = aws("AWSEC2/latest/UserGuide/instancedata-data-retrieval.html")
    tags = ["instances", "boot"]

    def check_view(self, view: View) -> Iterator[Finding]:
        for launch in launches(view):
            if launch.get("MetadataOptions", "HttpTokens") != "required":
                continue
            for line in prepared(launch.boot_text or "").splitlines():
                if CALL.search(line) and "token" not in line.lower():
                    yield launch.finding("The script asks for metadata without a token", "UserData")
                    break
