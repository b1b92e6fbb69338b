"""Periods shorter than the metric's own."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import ALARM, Finding, Resource, Rule, aws, number, watched


class ShortPeriodOfAws(Rule):
    id = "WR9623"
    shortdesc = "An alarm on an AWS metric has periods of a minute at least"
    description = (
        "Periods below 60 seconds are for high-resolution custom metrics. An AWS metric "
        "has no data in most of them: the alarm lapses into INSUFFICIENT_DATA, at a higher "
        "price."
    )
    instead = "Write Period: 60, or a multiple of it"
    source_url = aws("AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html")
    tags = ["alarms"]
    types = (ALARM,)

    def check(self, resource: Resource) -> Iterator[Finding]:
        for item in watched(resource):
            period = number(item.period)
            if period in (10, 20, 30) and (item.namespace or "").startswith("AWS/"):
                place = (*item.place[:-1], "Period") if item.place else ("Period",)
                yield resource.finding(
                    f"{item.namespace} has no data every {period:g} seconds", *place
                )
