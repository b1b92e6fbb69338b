"""Short periods are for metrics of one's own."""

from __future__ import annotations

from collections.abc import Iterator

from readiness import ALARM, Finding, Resource, Rule, aws, number, watched


class PeriodOfNamespace(Rule):
    id = "E9614"
    shortdesc = "An alarm's period suits its metric"
    description = (
        "A period is 10, 20, 30 or a multiple of 60 seconds; the ones below 60 are for "
        "high-resolution "
        "metrics of one's own. An alarm on an AWS metric with less than 60 is refused."
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
            elif period < 60 and (item.namespace or "").startswith("AWS/"):
                yield resource.finding(
                    f"{item.namespace} has no data every {period:g} seconds", *place
                )
