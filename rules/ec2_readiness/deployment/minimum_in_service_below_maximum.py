"""A rolling update needs room between what it keeps and the group's maximum."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import GROUP, Finding, Resource, Rule, aws, number


class MinimumInServiceBelowMaximum(Rule):
    id = "ER9201"
    shortdesc = "The minimum in service is below the group's maximum"
    description = (
        "CloudFormation refuses a rolling update whose MinInstancesInService is not below "
        "MaxSize: it could neither take an instance away nor add one."
    )
    instead = "Write a MinInstancesInService of at most MaxSize - 1, or raise MaxSize"
    source_url = aws("AWSCloudFormation/latest/TemplateReference/aws-attribute-updatepolicy.html")
    tags = ["deployment", "autoscaling"]
    types = (GROUP,)

    def check(self, resource: Resource) -> Iterator[Finding]:
        keys = ("UpdatePolicy", "AutoScalingRollingUpdate", "MinInstancesInService")
        kept, most = number(resource.part(*keys)), resource.number("MaxSize")
        if kept is not None and most is not None and kept >= max(most, 1):
            yield resource.finding_at(
                f"MinInstancesInService {kept:g} is not below MaxSize {most:g}", *keys
            )
