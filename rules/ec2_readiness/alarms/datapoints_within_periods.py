"""M of N."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import ALARM, Finding, Resource, Rule, aws


class DatapointsWithinPeriods(Rule):
    id = "ER9613"
    shortdesc = "DatapointsToAlarm is at most EvaluationPeriods"
    description = "CloudWatch refuses an alarm that wants more breaching points than it looks at."
    instead = "Write a number from 1 to EvaluationPeriods"
    source_url = aws("AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html")
    tags = ["alarms"]
    types = (ALARM,)

    def check(self, resource: Resource) -> Iterator[Finding]:
        points, periods = resource.number("DatapointsToAlarm"), resource.number("EvaluationPeriods")
        if points is not None and periods is not None and not 1 <= points <= periods:
            yield resource.finding(f"{points:g} of {periods:g} periods", "DatapointsToAlarm")
