"""Processor credits exist for burstable types only."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import (
    OVERRIDES,
    Finding,
    Rule,
    View,
    aws,
    groups_of,
    is_burstable,
    launches,
    string,
)


class CreditsOfBurstable(Rule):
    id = "ER9417"
    shortdesc = "Only burstable instance types have a credit specification"
    description = (
        "EC2 refuses to launch an instance with a CreditSpecification that is not of a T family."
    )
    instead = "Leave CreditSpecification out"
    source_url = aws("AWSEC2/latest/APIReference/API_RequestLaunchTemplateData.html")
    tags = ["instances"]

    def check_view(self, view: View) -> Iterator[Finding]:
        for launch in launches(view):
            kind = string(launch.get("InstanceType"))
            if any(group.has(*OVERRIDES) for group in groups_of(launch)):
                continue  # whose types replace the template's own
            if kind is not None and launch.states("CreditSpecification") and not is_burstable(kind):
                yield launch.finding(f"{kind} has no processor credits", "CreditSpecification")
