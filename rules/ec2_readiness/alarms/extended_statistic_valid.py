"""A percentile that CloudWatch does not know."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ec2_readiness.engine import ALARM, Finding, Resource, Rule, aws, names, pick

VALID = re.compile(
    r"^(?:p(?:100|\d{1,2}(?:\.\d{1,10})?)|(?:tm|wm|tc|ts)\d{1,2}(?:\.\d+)?|IQM"
    r"|(?:TM|WM|PR|TC|TS)\([\d.]*%?:[\d.]*%?\))$",
    re.IGNORECASE,
)


class ExtendedStatisticValid(Rule):
    id = "ER9629"
    shortdesc = "An extended statistic is well formed"
    description = (
        "CloudWatch takes percentiles (p99, p99.9), trimmed means and the like (tm90, wm98, "
        "tc90, ts90), their ranges (TM(10%:90%)) and IQM; it refuses anything else."
    )
    instead = "Write for example ExtendedStatistic: p99"
    source_url = aws("AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html")
    tags = ["alarms"]
    types = (ALARM,)

    def check(self, resource: Resource) -> Iterator[Finding]:
        value = resource.get("ExtendedStatistic")
        if isinstance(value, str) and not VALID.match(value):
            yield resource.finding(f"{value!r} is no statistic", "ExtendedStatistic")
        for index, query in resource.entries("Metrics"):
            value = pick(query, "MetricStat", "Stat")
            if (
                isinstance(value, str)
                and value not in names("statistics")
                and not VALID.match(value)
            ):
                place = ("Metrics", index, "MetricStat", "Stat")
                yield resource.finding(f"{value!r} is no statistic", *place)
