"""The longest pause that CloudFormation takes."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import GROUP, Finding, Resource, Rule, aws, seconds


class PauseAtMostAnHour(Rule):
    id = "ER9204"
    shortdesc = "PauseTime is a duration of at most one hour"
    description = (
        "CloudFormation refuses a PauseTime over PT1H, or one that is not an ISO 8601 duration."
    )
    instead = "Write a duration between PT1M and PT1H, such as PT15M"
    source_url = aws("AWSCloudFormation/latest/TemplateReference/aws-attribute-updatepolicy.html")
    tags = ["deployment", "autoscaling"]
    types = (GROUP,)

    def check(self, resource: Resource) -> Iterator[Finding]:
        keys = ("UpdatePolicy", "AutoScalingRollingUpdate", "PauseTime")
        pause = resource.part(*keys)
        if not isinstance(pause, str):
            return
        length = seconds(pause)
        if length is None or length > 3600:
            reason = "is no ISO 8601 duration" if length is None else "is over one hour"
            yield resource.finding_at(f"PauseTime {pause!r} {reason}", *keys)
