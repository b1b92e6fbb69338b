"""An expression whose result and threshold, or whose periods, do not fit."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ec2_readiness.engine import ALARM, Finding, Resource, Rule, aws, number, pick, string


class ExpressionFitsThreshold(Rule):
    id = "WR9642"
    shortdesc = "A share of requests is compared in its own unit, over one period"
    description = (
        "Errors divided by requests are at most 1, and a percentage only where they are multiplied "
        "by 100: a threshold of 5 is then never passed. Counts over different periods are no share."
    )
    instead = "Multiply by 100, or write the threshold as a fraction; give all metrics one period"
    assumes = "the errors are a part of the requests that they are divided by"
    source_url = aws("AmazonCloudWatch/latest/monitoring/using-metric-math.html")
    tags = ["alarms"]
    types = (ALARM,)

    def check(self, resource: Resource) -> Iterator[Finding]:
        metrics = {
            string(pick(query, "Id")): string(pick(query, "MetricStat", "Metric", "MetricName"))
            for _, query in resource.entries("Metrics")
        }
        threshold = resource.number("Threshold")
        for index, query in resource.entries("Metrics"):
            expression = string(pick(query, "Expression")) or ""
            if threshold is not None and self._is_share(expression, metrics) and threshold >= 1:
                if str(resource.get("ComparisonOperator")).startswith("GreaterThan"):
                    text = f"The share is at most 1, the threshold {threshold:g}"
                    yield resource.finding(text, "Metrics", index, "Expression")
            yield from self._periods(resource, index, expression)

    @staticmethod
    def _is_share(expression: str, metrics: dict[str | None, str | None]) -> bool:
        """Errors by requests, with no factor."""
        plain = re.sub(r"FILL\(\s*(\w+)\s*,\s*\w+\s*\)", r"\1", expression)
        if re.search(r"\b1(?:00|e2)\b", plain):
            return False
        for above, below in re.findall(r"\b([a-z]\w*)\s*/\s*\(?\s*([a-z]\w*)", plain):
            counted = metrics.get(below)
            if (metrics.get(above) or "").startswith("HTTPCode_") and counted == "RequestCount":
                return True
        return False

    @staticmethod
    def _periods(resource: Resource, index: int, expression: str) -> Iterator[Finding]:
        """The metrics that one expression takes have one period."""
        used = set(re.findall(r"\b[a-z]\w*\b", expression))
        periods = {
            number(pick(query, "MetricStat", "Period"))
            for _, query in resource.entries("Metrics")
            if string(pick(query, "Id")) in used
        } - {None}
        if len(periods) > 1:
            listed = " and ".join(f"{period:g}" for period in sorted(p for p in periods if p))
            text = f"Periods of {listed} seconds"
            yield resource.finding(text, "Metrics", index, "Expression")
