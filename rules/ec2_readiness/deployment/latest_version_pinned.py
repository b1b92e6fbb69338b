"""A launch template version that CloudFormation cannot see change."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import (
    GROUP,
    OVERRIDES,
    Finding,
    Resource,
    Rule,
    aws,
    launch_for,
    pick,
    shown,
    specification,
)


class LatestVersionPinned(Rule):
    id = "WR9227"
    shortdesc = "A group pins its launch template's version"
    description = (
        "$Latest and $Default never change in the template's text: CloudFormation sees no "
        "difference, rolls nothing, and the next scale-out mixes versions unannounced."
    )
    instead = "Write Version: !GetAtt <launch template>.LatestVersionNumber"
    source_url = aws("autoscaling/ec2/APIReference/API_LaunchTemplateSpecification.html")
    tags = ["deployment", "autoscaling"]
    types = (GROUP,)

    def check(self, resource: Resource) -> Iterator[Finding]:
        keys, value = specification(resource)
        version = pick(value, "Version")
        frozen = isinstance(version, str) and version.isdigit() and launch_for(resource)
        if frozen or getattr(version, "attribute", "") == "DefaultVersionNumber":
            text = f"The launch template stays at version {shown(version)}"
            yield resource.finding(text, *keys, "Version")
        if version in ("$Latest", "$Default"):
            yield resource.finding(f"The launch template's version is {version}", *keys, "Version")
        for index, override in resource.entries(*OVERRIDES):
            own = pick(override, "LaunchTemplateSpecification", "Version")
            if own in ("$Latest", "$Default"):
                yield resource.finding(f"An override's version is {own}", *OVERRIDES, index)
