"""Which periods there are."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import ALARM, Finding, Resource, Rule, aws, number, watched


class PeriodIsValid(Rule):
    id = "ER9614"
    shortdesc = "An alarm's period is valid"
    description = (
        "CloudWatch refuses a period that is neither 10, 20 or 30 seconds nor a multiple of 60."
    )
    instead = "Write Period: 60, or a multiple of it"
    source_url = aws("AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html")
    tags = ["alarms"]
    types = (ALARM,)

    def check(self, resource: Resource) -> Iterator[Finding]:
        for item in watched(resource):
            period = number(item.period)
            if period is None:
                continue
            place = (*item.place[:-1], "Period") if item.place else ("Period",)
            if period not in (10, 20, 30) and (period < 60 or period % 60):
                yield resource.finding(f"A period of {period:g} seconds", *place)
