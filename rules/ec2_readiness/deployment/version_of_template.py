"""The version of another template."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import GROUP, Finding, Hole, Resource, Rule, aws, pick, specification


class VersionOfTemplate(Rule):
    id = "ER9229"
    shortdesc = "A group takes the version of the launch template that it names"
    description = (
        "The latest version of another launch template may not exist in this one, and then the "
        "group is refused."
    )
    instead = "Write Version: !GetAtt with the same launch template as LaunchTemplateId"
    source_url = aws("autoscaling/ec2/APIReference/API_LaunchTemplateSpecification.html")
    tags = ["deployment", "autoscaling"]
    types = (GROUP,)

    def check(self, resource: Resource) -> Iterator[Finding]:
        keys, value = specification(resource)
        named = pick(value, "LaunchTemplateId") or pick(value, "LaunchTemplateName")
        version = pick(value, "Version")
        if isinstance(named, Hole) and isinstance(version, Hole) and version.attribute:
            if resource.view.target(named) is not None and named.target != version.target:
                text = f"{version.shown()} is not a version of {named.target}"
                unless = "both have a version of that number"
                yield resource.finding(text, *keys, "Version", unless=unless)
