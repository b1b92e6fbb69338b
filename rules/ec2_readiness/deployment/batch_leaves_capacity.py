"""A batch of the whole group."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import GROUP, Finding, Resource, Rule, aws, number, pick

KEYS = ("UpdatePolicy", "AutoScalingRollingUpdate")


class BatchLeavesCapacity(Rule):
    id = "WR9235"
    shortdesc = "An update does not replace the whole group at once"
    description = (
        "With MaxBatchSize at the group's size and nothing that must stay in service all "
        "instances are taken out together; so they are by an instance refresh with "
        "MinHealthyPercentage 0."
    )
    instead = "Lower MaxBatchSize, or set MinInstancesInService or MinHealthyPercentage"
    source_url = aws("AWSCloudFormation/latest/TemplateReference/aws-attribute-updatepolicy.html")
    tags = ["deployment"]
    types = (GROUP,)

    def check(self, resource: Resource) -> Iterator[Finding]:
        yield from self._refreshed(resource)
        update = resource.part(*KEYS)
        batch, most = number(pick(update, "MaxBatchSize")), resource.number("MaxSize")
        if batch is None or most is None or most < 2 or not isinstance(update, dict):
            return
        kept = update.get("MinInstancesInService"), update.get("MinActiveInstancesPercent")
        if batch >= most and all(value is None or number(value) == 0 for value in kept):
            text = f"A batch of {batch:g} is the whole group of at most {most:g}"
            yield resource.finding_at(text, *KEYS, "MaxBatchSize")

    @staticmethod
    def _refreshed(resource: Resource) -> Iterator[Finding]:
        keys = ("UpdatePolicy", "AutoScalingInstanceRefresh", "Preferences", "MinHealthyPercentage")
        least, most = number(resource.part(*keys)), resource.number("MaxSize")
        if least is not None and least <= 0 and (most is None or most > 1):
            yield resource.finding_at("The refresh keeps no instance in service", *keys)
