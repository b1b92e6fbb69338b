"""CPU credits of instances that have none."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import (
    ALARM,
    OVERRIDES,
    Finding,
    Resource,
    Rule,
    aws,
    instance_types,
    is_burstable,
    watched,
    watched_launches,
)


class CreditsHaveData(Rule):
    id = "WR9636"
    shortdesc = "An alarm on CPU credits watches burstable instances"
    description = "Only T instances have CPU credits: for any other type the alarm has no data."
    instead = "Watch CPUUtilization"
    source_url = aws("AWSEC2/latest/APIReference/API_RequestLaunchTemplateData.html")
    tags = ["alarms", "instances"]
    types = (ALARM,)

    def check(self, resource: Resource) -> Iterator[Finding]:
        for item in watched(resource):
            if not (item.metric or "").startswith(("CPUCredit", "CPUSurplusCredit")):
                continue
            for group, launch in watched_launches(resource, item):
                kinds = [kind for kind, _ in instance_types(launch, group.get(*OVERRIDES))]
                if kinds and not any(is_burstable(kind) for kind in kinds):
                    text = f"{kinds[0]} has no CPU credits"
                    yield resource.finding(text, *item.place, "MetricName")
