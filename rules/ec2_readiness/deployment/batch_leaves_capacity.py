"""A batch of the whole group."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import GROUP, Finding, Resource, Rule, aws, number, pick

KEYS = ("UpdatePolicy", "AutoScalingRollingUpdate")


class BatchLeavesCapacity(Rule):
    id = "WR9235"
    shortdesc = "A rolling update does not replace the whole group at once"
    description = (
        "With MaxBatchSize at the group's size and nothing that must stay in service all "
        "instances are taken out together."
    )
    instead = "Lower MaxBatchSize, or set MinInstancesInService"
    source_url = aws("AWSCloudFormation/latest/TemplateReference/aws-attribute-updatepolicy.html")
    tags = ["deployment"]
    types = (GROUP,)

    def check(self, resource: Resource) -> Iterator[Finding]:
        update = resource.part(*KEYS)
        batch, most = number(pick(update, "MaxBatchSize")), resource.number("MaxSize")
        if batch is None or most is None or most < 2 or not isinstance(update, dict):
            return
        kept = update.get("MinInstancesInService"), update.get("MinActiveInstancesPercent")
        if batch >= most and all(value is None or number(value) == 0 for value in kept):
            text = f"A batch of {batch:g} is the whole group of at most {most:g}"
            yield resource.finding_at(text, *KEYS, "MaxBatchSize")
