"""One instance type twice."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import GROUP, OVERRIDES, Finding, Resource, Rule, aws, pick, string


class OverrideTypesOnce(Rule):
    id = "WR9342"
    shortdesc = "Each instance type stands in the overrides once"
    description = (
        "A second override of the same instance type adds no capacity to choose from, and which "
        "of two weights or priorities counts is not documented."
    )
    instead = "Take the second one out"
    source_url = aws("autoscaling/ec2/APIReference/API_LaunchTemplateOverrides.html")
    tags = ["scaling", "instances"]
    types = (GROUP,)

    def check(self, resource: Resource) -> Iterator[Finding]:
        seen: set[str] = set()
        for index, override in resource.entries(*OVERRIDES):
            kind = string(pick(override, "InstanceType"))
            if kind is not None and kind in seen:
                yield resource.finding(
                    f"{kind} stands there twice", *OVERRIDES, index, "InstanceType"
                )
            seen.add(kind or "")
