"""How long a hook may wait."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import GROUP, HOOK, Finding, Resource, Rule, aws, entries, number, pick


class HookHeartbeat(Rule):
    id = "ER9324"
    shortdesc = "A lifecycle hook waits between half a minute and two hours"
    description = "Auto Scaling refuses a HeartbeatTimeout under 30 or over 7,200 seconds."
    instead = "Write the slowest boot, or the longest drain, in seconds"
    source_url = aws(
        "AWSCloudFormation/latest/TemplateReference/aws-resource-autoscaling-lifecyclehook.html"
    )
    tags = ["autoscaling"]
    types = (GROUP, HOOK)

    def check(self, resource: Resource) -> Iterator[Finding]:
        beat = resource.number("HeartbeatTimeout")
        if beat is not None and not 30 <= beat <= 7200:
            yield resource.finding(f"HeartbeatTimeout {beat:g}", "HeartbeatTimeout")
        for index, hook in entries(resource.get("LifecycleHookSpecificationList")):
            beat = number(pick(hook, "HeartbeatTimeout"))
            if beat is not None and not 30 <= beat <= 7200:
                place = ("LifecycleHookSpecificationList", index, "HeartbeatTimeout")
                yield resource.finding(f"HeartbeatTimeout {beat:g}", *place)
