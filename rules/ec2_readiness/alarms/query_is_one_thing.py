"""A query that is two things."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import ALARM, Finding, Resource, Rule, aws, is_stated

KEYS = ("Expression", "MetricStat")


class QueryIsOneThing(Rule):
    id = "ER9635"
    shortdesc = "A metric query is an expression or a metric"
    description = "CloudWatch refuses a query with Expression and MetricStat, or with neither."
    instead = "Write one of the two"
    source_url = aws("AmazonCloudWatch/latest/APIReference/API_MetricDataQuery.html")
    tags = ["alarms"]
    types = (ALARM,)

    def check(self, resource: Resource) -> Iterator[Finding]:
        for index, query in resource.entries("Metrics"):
            if not isinstance(query, dict):
                continue
            stated = [key for key in KEYS if is_stated(query.get(key))]
            if len(stated) == 2 or all(query.get(key) is None for key in KEYS):
                text = (
                    "Both an expression and a metric" if stated else "No expression and no metric"
                )
                yield resource.finding(text, "Metrics", index)
