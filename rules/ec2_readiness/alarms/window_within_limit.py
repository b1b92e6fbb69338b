"""How far an alarm may look back."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import ALARM, Finding, Resource, Rule, aws, number, watched


class WindowWithinLimit(Rule):
    id = "ER9612"
    shortdesc = "An alarm looks back at most a day, or a week with periods of an hour"
    description = (
        "CloudWatch refuses an alarm whose Period times EvaluationPeriods is over 86,400 "
        "seconds, or over 604,800 where the period is an hour or more."
    )
    instead = "Lower EvaluationPeriods or Period"
    source_url = aws("AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html")
    tags = ["alarms", "limits"]
    types = (ALARM,)

    def check(self, resource: Resource) -> Iterator[Finding]:
        count = resource.number("EvaluationPeriods")
        periods = [number(item.period) for item in watched(resource)]
        known = [period for period in periods if period is not None]
        if count is None or not known:
            return
        period = max(known)
        most = 604800 if period >= 3600 else 86400
        if count * period > most:
            text = f"{count:g} periods of {period:g} seconds are over {most:g} seconds"
            yield resource.finding(text, "EvaluationPeriods")
