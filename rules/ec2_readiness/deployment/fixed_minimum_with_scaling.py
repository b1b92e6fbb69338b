"""A fixed number in service forgets that the group has scaled out."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import GROUP, Finding, Resource, Rule, aws, number, pick, policies_of


class FixedMinimumWithScaling(Rule):
    id = "IR9226"
    shortdesc = "A scaled group keeps a share of its instances in service"
    description = (
        "MinInstancesInService is a fixed number: a group that had scaled out to six may be "
        "taken down to it during a deploy, under full load."
    )
    instead = "Consider MinActiveInstancesPercent, which counts from the desired size"
    source_url = aws("AWSCloudFormation/latest/TemplateReference/aws-attribute-updatepolicy.html")
    tags = ["deployment", "autoscaling"]
    types = (GROUP,)

    def check(self, resource: Resource) -> Iterator[Finding]:
        keys = ("UpdatePolicy", "AutoScalingRollingUpdate")
        update = resource.part(*keys)
        kept = number(pick(update, "MinInstancesInService"))
        if kept and pick(update, "MinActiveInstancesPercent") is None and policies_of(resource):
            yield resource.finding_at(
                f"MinInstancesInService {kept:g} does not follow the group's size",
                *keys,
                "MinInstancesInService",
            )
