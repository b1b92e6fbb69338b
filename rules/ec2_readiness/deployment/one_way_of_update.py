"""Two ways of update at once."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import GROUP, Finding, Resource, Rule, aws, pick, truth


class OneWayOfUpdate(Rule):
    id = "WR9233"
    shortdesc = "A group is replaced, rolled or refreshed, in one way"
    description = (
        "With AutoScalingReplacingUpdate.WillReplace the rolling update is passed over: its "
        "pause, its batches and its minimum in service count for nothing."
    )
    instead = "Keep one of the two"
    source_url = aws("AWSCloudFormation/latest/TemplateReference/aws-attribute-updatepolicy.html")
    tags = ["deployment"]
    types = (GROUP,)

    def check(self, resource: Resource) -> Iterator[Finding]:
        update = resource.part("UpdatePolicy")
        replaces = truth(pick(update, "AutoScalingReplacingUpdate", "WillReplace")) is True
        if replaces and isinstance(pick(update, "AutoScalingRollingUpdate"), dict):
            place = ("UpdatePolicy", "AutoScalingRollingUpdate")
            yield resource.finding_at("The group is replaced, and never rolled", *place)
