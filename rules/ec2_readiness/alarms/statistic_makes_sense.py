"""Statistics that always give the same."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ec2_readiness.engine import ALARM, Finding, Resource, Rule, aws, only_scales, watched

COUNTS = (
    "RequestCount",
    "RejectedConnectionCount",
    "NewConnectionCount",
    "TargetConnectionErrorCount",
)
STATES = (
    "HealthyHostCount",
    "UnHealthyHostCount",
    "GroupInServiceInstances",
    "GroupDesiredCapacity",
)
RATES = ("CPUUtilization", "TargetResponseTime", "Latency", "mem_used_percent", "disk_used_percent")


class StatisticMakesSense(Rule):
    id = "WR9617"
    shortdesc = "An alarm's statistic says something about its metric"
    description = (
        "Request and error counts have the value 1 for each event: only Sum counts them. Host "
        "counts and percentages are measured several times a period: their Sum means nothing. The "
        "Minimum of times and percentages is high only when the best of all is."
    )
    instead = (
        "Use Sum for requests and errors, Minimum, Maximum or Average for hosts, percentages and "
        "times"
    )
    source_url = aws(
        "elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html"
    )
    tags = ["alarms"]
    types = (ALARM,)

    def check(self, resource: Resource) -> Iterator[Finding]:
        for item in watched(resource):
            metric, statistic = item.metric or "", item.statistic
            if item.namespace not in (
                "AWS/ApplicationELB",
                "AWS/EC2",
                "AWS/AutoScaling",
                "CWAgent",
                "AWS/ELB",
            ):
                continue
            single = "Statistic" if resource.has("Statistic") else "ExtendedStatistic"
            place = (*item.place[:-1], "Stat") if item.place else (single,)
            shares = isinstance(statistic, str) and re.match(r"^p\d", statistic) is not None
            alone = statistic in ("Average", "Minimum", "Maximum") or shares
            if (metric in COUNTS or metric.startswith("HTTPCode_")) and alone:
                yield resource.finding(f"The {statistic} of {metric} does not count them", *place)
            elif statistic == "Minimum" and metric in RATES and self._is_upper(resource):
                yield resource.finding(f"The Minimum of {metric} passes last of all", *place)
            elif metric in (*STATES, *RATES) and statistic in ("Sum", "SampleCount"):
                yield resource.finding(
                    f"The {statistic} of {metric} depends on how often it is measured", *place
                )

    @staticmethod
    def _is_upper(alarm: Resource) -> bool:
        above = str(alarm.get("ComparisonOperator")).startswith("GreaterThan")
        return above and not only_scales(alarm)
