"""The longest time that a resource may take to signal."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import Finding, Resource, Rule, View, aws, seconds


class CreationTimeoutAtMostHalfADay(Rule):
    id = "ER9205"
    shortdesc = "The creation timeout is a duration of at most twelve hours"
    description = (
        "CloudFormation refuses a ResourceSignal.Timeout over PT12H, or one that is no duration."
    )
    instead = "Write the time that the slowest boot takes, such as PT15M"
    source_url = aws("AWSCloudFormation/latest/TemplateReference/aws-attribute-creationpolicy.html")
    tags = ["deployment"]

    def check_view(self, view: View) -> Iterator[Finding]:
        for resource in view.resources.values():
            yield from self.check(resource)

    def check(self, resource: Resource) -> Iterator[Finding]:
        keys = ("CreationPolicy", "ResourceSignal", "Timeout")
        timeout = resource.part(*keys)
        if not isinstance(timeout, str):
            return
        length = seconds(timeout)
        if length is None or length > 12 * 3600:
            reason = "is no ISO 8601 duration" if length is None else "is over twelve hours"
            yield resource.finding_at(f"Timeout {timeout!r} {reason}", *keys)
