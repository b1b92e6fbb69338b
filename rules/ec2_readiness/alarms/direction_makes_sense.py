"""Alarms that go off when all is well."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ec2_readiness.engine import ALARM, Finding, Resource, Rule, aws, only_scales, shown, watched

BAD = (
    "UnHealthyHostCount",
    "TargetResponseTime",
    "Latency",
    "RejectedConnectionCount",
    "TargetConnectionErrorCount",
    "StatusCheckFailed",
    "NumberOfNotificationsFailed",
    "mem_used_percent",
    "disk_used_percent",
)
GOOD = ("HealthyHostCount",)

HIGH = re.compile(r"High(?!ly)|TooMany|Above|Exceeded|Excessive|-high\b|_high\b")
LOW = re.compile(r"Low(?![a-z])|TooFew|Below|-low\b|_low\b|Insufficient")


class DirectionMakesSense(Rule):
    id = "WR9627"
    shortdesc = "An alarm goes off when things are bad"
    description = (
        "An alarm on few errors, or on many healthy hosts, is on when all is well and off when "
        "it is not."
    )
    instead = "Turn the ComparisonOperator round"
    assumes = "the metric is bad on the side that its name says"
    source_url = aws("AmazonCloudWatch/latest/monitoring/alarm-evaluation.html")
    tags = ["alarms"]
    types = (ALARM,)

    def check(self, resource: Resource) -> Iterator[Finding]:
        operator = shown(resource.get("ComparisonOperator"))
        if resource.has("Metrics") or only_scales(resource):
            return
        problem = self._by_name(resource.string("AlarmName") or resource.name, operator)
        if problem:
            yield resource.finding(problem, "ComparisonOperator")
            return
        for item in watched(resource):
            metric = item.metric or ""
            bad = metric in BAD or metric.startswith(("HTTPCode_Target_5XX", "HTTPCode_ELB_5XX"))
            if operator.startswith("LessThan") and "Lower" not in operator and bad:
                yield resource.finding(
                    f"The alarm goes off when {metric} is low", "ComparisonOperator"
                )
            elif (
                operator in ("GreaterThanThreshold", "GreaterThanOrEqualToThreshold")
                and metric in GOOD
            ):
                yield resource.finding(
                    f"The alarm goes off when {metric} is high", "ComparisonOperator"
                )

    @staticmethod
    def _by_name(name: str, operator: str) -> str:
        """What the alarm is called, against what it compares."""
        above = operator in ("GreaterThanThreshold", "GreaterThanOrEqualToThreshold")
        below = operator in ("LessThanThreshold", "LessThanOrEqualToThreshold")
        high, low = HIGH.search(name) is not None, LOW.search(name) is not None
        if (above and low and not high) or (below and high and not low):
            return f"{name} goes off when the metric is {'high' if above else 'low'}"
        return ""
