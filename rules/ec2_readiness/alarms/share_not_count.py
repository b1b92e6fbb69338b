"""An alarm on errors counts them, however many requests there are."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import ALARM, Finding, Resource, Rule, aws


class ShareNotCount(Rule):
    id = "IR9621"
    shortdesc = "An alarm on errors tolerates a single one"
    description = "More than zero errors in one minute alerts for a single request of a single bot."
    instead = "Consider a share of all requests with a floor (metric maths), or M of N periods"
    assumes = "the number of requests changes over the day"
    source_url = aws("AmazonCloudWatch/latest/monitoring/alarm-evaluation.html")
    tags = ["alarms"]
    types = (ALARM,)

    def check(self, resource: Resource) -> Iterator[Finding]:
        errors = (resource.string("MetricName") or "").startswith(
            ("HTTPCode_Target_5XX", "HTTPCode_ELB_5XX")
        )
        one = resource.number("EvaluationPeriods") == 1 and (resource.number("Period") or 0) <= 60
        if errors and one and resource.number("Threshold") in (0, 1):
            yield resource.finding("A single error is an alert", "Threshold")
