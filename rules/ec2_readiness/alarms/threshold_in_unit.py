"""A threshold in another unit than the metric."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import ALARM, Finding, Resource, Rule, aws, shown, watched

PERCENT = ("CPUUtilization", "mem_used_percent", "disk_used_percent", "MemoryUtilization")


class ThresholdInUnit(Rule):
    id = "WR9632"
    shortdesc = "An alarm's threshold is in the unit of its metric"
    description = (
        "TargetResponseTime and Latency come in seconds: a threshold of 500 is over eight "
        "minutes. Percentages go from 0 to 100: above 0.8 is above nothing."
    )
    instead = "Write seconds, such as 0.5, and percentages, such as 80"
    assumes = "a threshold a thousand times the usual was meant in another unit"
    source_url = aws(
        "elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html"
    )
    tags = ["alarms"]
    types = (ALARM,)

    def check(self, resource: Resource) -> Iterator[Finding]:
        threshold = resource.number("Threshold")
        above = shown(resource.get("ComparisonOperator")).startswith("GreaterThan")
        for item in watched(resource):
            if threshold is None or not above or item.place:
                continue
            if item.metric in ("TargetResponseTime", "Latency") and threshold >= 100:
                yield resource.finding(f"{threshold:g} seconds", "Threshold")
            elif item.metric in PERCENT and 0 < threshold <= 1:
                yield resource.finding(f"{threshold:g} percent", "Threshold")
