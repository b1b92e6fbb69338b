"""A period shorter than the metric."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import (
    ALARM,
    Finding,
    Resource,
    Rule,
    aws,
    number,
    truth,
    watched,
    watched_launches,
)


class PeriodOfBasicMonitoring(Rule):
    id = "WR9633"
    shortdesc = "An alarm's period is no shorter than the instances' monitoring"
    description = (
        "Without detailed monitoring EC2 publishes its metrics every five minutes: an alarm "
        "with periods of one minute has data in every fifth only."
    )
    instead = "Set Monitoring.Enabled: true, or a Period of 300"
    source_url = aws("AWSEC2/latest/UserGuide/using-cloudwatch-new.html")
    tags = ["alarms", "instances"]
    types = (ALARM,)

    def check(self, resource: Resource) -> Iterator[Finding]:
        for item in watched(resource):
            period = number(item.period)
            if item.namespace != "AWS/EC2" or period not in (60, 120, 180, 240):
                continue
            if item.metric == "StatusCheckFailed":
                continue
            for group, launch in watched_launches(resource, item):
                is_on = launch.get("Monitoring", "Enabled") if launch.prefix else True
                if is_on is None or truth(is_on) is False:
                    place = (*item.place[:-1], "Period") if item.place else ("Period",)
                    yield resource.finding(f"{group.name} has data every five minutes", *place)
