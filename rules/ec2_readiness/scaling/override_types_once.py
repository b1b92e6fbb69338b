"""One instance type twice."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import GROUP, OVERRIDES, Finding, Resource, Rule, aws, pick, string


class OverrideTypesOnce(Rule):
    id = "ER9342"
    shortdesc = "Each instance type stands in the overrides once"
    description = (
        "Auto Scaling refuses a mixed group with an instance type that stands in its "
        "overrides twice."
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
