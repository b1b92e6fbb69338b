"""Scheduled actions change sizes that the template also states."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import GROUP, Finding, Resource, Rule, aws, schedules_of, truth


class ScheduleSizesIgnored(Rule):
    id = "WR9217"
    shortdesc = "A group with scheduled actions keeps the sizes they set"
    description = (
        "A scheduled action changes minimum, maximum or desired size behind the template's "
        "back. The next update puts the template's sizes back, at any hour."
    )
    instead = (
        "Set UpdatePolicy.AutoScalingScheduledAction.IgnoreUnmodifiedGroupSizeProperties: true"
    )
    source_url = aws("AWSCloudFormation/latest/TemplateReference/aws-attribute-updatepolicy.html")
    tags = ["deployment", "autoscaling"]
    types = (GROUP,)

    def check(self, resource: Resource) -> Iterator[Finding]:
        keys = ("UpdatePolicy", "AutoScalingScheduledAction", "IgnoreUnmodifiedGroupSizeProperties")
        value = resource.part(*keys)
        actions = schedules_of(resource)
        if actions and (value is None or truth(value) is False):
            yield resource.finding_at(f"An update undoes what {actions[0].name} has set", *keys)
