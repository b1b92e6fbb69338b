"""An alarm's metric needs a statistic."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import ALARM, Finding, Resource, Rule, aws


class StatisticIsStated(Rule):
    id = "ER9616"
    shortdesc = "An alarm on one metric has a statistic, a period and a threshold"
    description = (
        "CloudWatch refuses an alarm on a metric without a statistic or period, or with two "
        "statistics."
    )
    instead = "Write either Statistic (Sum, Average, ...) or ExtendedStatistic (p99)"
    source_url = aws("AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html")
    tags = ["alarms"]
    types = (ALARM,)

    def check(self, resource: Resource) -> Iterator[Finding]:
        if not resource.states("MetricName"):
            return
        stated = [key for key in ("Statistic", "ExtendedStatistic") if resource.states(key)]
        if not any(resource.has(key) for key in ("Statistic", "ExtendedStatistic")):
            yield resource.finding("The metric has no statistic", "MetricName")
        elif len(stated) == 2:
            yield resource.finding("Two statistics exclude each other", "ExtendedStatistic")
        if not resource.has("Period"):
            yield resource.finding("The metric has no period", "MetricName")
        if not resource.has("Threshold") and not resource.has("ThresholdMetricId"):
            yield resource.finding("The alarm has no threshold", "MetricName")
