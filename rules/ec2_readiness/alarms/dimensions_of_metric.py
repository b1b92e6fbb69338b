"""Dimensions that a metric does not have."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import ALARM, METRICS, Finding, Resource, Rule, aws, watched


class DimensionsOfMetric(Rule):
    id = "WR9607"
    shortdesc = "An alarm's dimensions are those of its metric"
    description = (
        "A metric is published with fixed sets of dimensions. With another set, a dimension "
        "more or less, CloudWatch finds no data and the alarm can never go off for its cause."
    )
    instead = "Name the dimensions that the service publishes the metric with"
    source_url = aws(
        "elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html"
    )
    tags = ["alarms"]
    types = (ALARM,)

    def check(self, resource: Resource) -> Iterator[Finding]:
        for item in watched(resource):
            sets = METRICS.get(item.namespace or "", {}).get(item.metric or "")
            names = item.names
            if sets is None or names is None or frozenset(names) in sets:
                continue
            fitting = min(sets, key=lambda known: (len(known ^ names), len(known), sorted(known)))
            wanted = " and ".join(sorted(fitting)) or "no dimension"
            given = " and ".join(sorted(names)) or "no dimension"
            place = (*item.place, "Dimensions") if names else (*item.place, "MetricName")
            yield resource.finding(
                f"{item.metric} is published with {wanted}, not with {given}", *place
            )
