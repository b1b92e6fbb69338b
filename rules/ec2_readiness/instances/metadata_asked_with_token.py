"""A metadata call without the token that is required."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ec2_readiness.engine import Finding, Rule, View, aws, launches, prepared

CALL = re.compile(
    r"\b(?:curl|wget|GET)\b.*(?:169\.254\.169\.254|fd00:ec2::254)/latest/(?!api/token)"
)

# The address comes from a variable.
PATH = re.compile(r"\$\{?[\w!]+\}?/(?:latest/)?meta-data/")
OTHER_ADDRESS = re.compile(r"https?://169\.254\.169\.(?!254\b|253\b|25[01]\b|123\b)\d+/latest")
PUT = re.compile(r"\bPUT\b|--method=PUT|-T\b|--upload-file")


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
            required = launch.get("MetadataOptions", "HttpTokens") == "required"
            for line in prepared(launch.boot_text or "").splitlines():
                problem = self._problem(line, required=required)
                if problem:
                    yield launch.finding(problem, "UserData")
                    break

    @staticmethod
    def _problem(line: str, *, required: bool) -> str:
        if OTHER_ADDRESS.search(line):
            return "The metadata service is at 169.254.169.254"
        if re.search(r"/api/token\b", line) and "ttl-seconds" in line and not PUT.search(line):
            return "A token is asked for with PUT"
        lifetime = re.search(r"token-ttl-seconds:\s*(\d+)", line)
        if lifetime and not 1 <= int(lifetime[1]) <= 21600:
            return f"A token lasts 1 to 21600 seconds, not {lifetime[1]}"
        asks = CALL.search(line) or PATH.search(line)
        if required and asks and "token" not in line.lower():
            return "The script asks for metadata without a token"
        return ""
