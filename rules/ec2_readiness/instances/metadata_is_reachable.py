"""A metadata service that is switched off."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ec2_readiness.engine import Finding, Rule, View, aws, launches

ASKED = re.compile(r"169\.254\.169\.254|\bec2-?metadata\b|\bcfn-|\baws\s+\w")


class MetadataIsReachable(Rule):
    id = "WR9465"
    shortdesc = "Instances that use a role or metadata reach the metadata service"
    description = (
        "With HttpEndpoint disabled an instance gets neither its role's credentials nor its "
        "metadata: the AWS CLI, the agents and the helper scripts fail."
    )
    instead = "Leave HttpEndpoint out, and write HttpTokens: required"
    assumes = "the programs of the instance get their credentials from its role"
    source_url = aws(
        "AWSEC2/latest/APIReference/API_LaunchTemplateInstanceMetadataOptionsRequest.html"
    )
    tags = ["instances", "boot"]

    def check_view(self, view: View) -> Iterator[Finding]:
        for launch in launches(view):
            keys = ("MetadataOptions", "HttpEndpoint")
            if launch.get(*keys) == "disabled":
                if launch.states("IamInstanceProfile") or ASKED.search(launch.script or ""):
                    yield launch.finding("The metadata service is switched off", *keys)
