"""A threshold that the metric can pass."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import ALARM, Finding, Resource, Rule, aws, shown, watched

PERCENT = (
    "CPUUtilization",
    "mem_used_percent",
    "disk_used_percent",
    "MemoryUtilization",
    "DiskSpaceUtilization",
)
COUNTS = (
    "HealthyHostCount",
    "UnHealthyHostCount",
    "RequestCount",
    "GroupInServiceInstances",
    "TargetResponseTime",
)


class ThresholdIsReachable(Rule):
    id = "WR9618"
    shortdesc = "An alarm's metric can pass its threshold"
    description = (
        "A percentage never exceeds 100 and a count never falls below 0: the alarm cannot go off."
    )
    instead = "Write a threshold within the metric's range"
    source_url = aws("AmazonCloudWatch/latest/monitoring/alarm-evaluation.html")
    tags = ["alarms"]
    types = (ALARM,)

    def check(self, resource: Resource) -> Iterator[Finding]:
        threshold, operator = (
            resource.number("Threshold"),
            shown(resource.get("ComparisonOperator")),
        )
        for item in watched(resource):
            metric = item.metric or ""
            if threshold is None or item.place or item.statistic in ("Sum", "SampleCount"):
                continue
            strict = operator in ("GreaterThanThreshold", "LessThanThreshold")
            high = metric in PERCENT and operator.startswith("GreaterThan")
            low = metric in (*PERCENT, *COUNTS) and operator.startswith("LessThan")
            if high and (threshold > 100 or (strict and threshold == 100)):
                yield resource.finding(f"{metric} never exceeds {threshold:g}", "Threshold")
            elif low and (threshold < 0 or (strict and threshold == 0)):
                yield resource.finding(f"{metric} never falls below {threshold:g}", "Threshold")
