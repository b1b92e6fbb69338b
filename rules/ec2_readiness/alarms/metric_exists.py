"""Metrics that AWS does not publish."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from ec2_readiness.engine import (
    ALARM,
    METRICS,
    WRONG_NAMESPACES,
    Finding,
    Resource,
    Rule,
    aws,
    watched,
)


class MetricExists(Rule):
    id = "WR9606"
    shortdesc = "An alarm watches a metric that AWS publishes"
    description = (
        "A metric that AWS does not publish has no data: the alarm can never go off for its cause."
    )
    instead = "Take the name from the service's list of metrics"
    source_url = aws(
        "elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html"
    )
    tags = ["alarms"]
    types = (ALARM,)

    def check(self, resource: Resource) -> Iterator[Finding]:
        for item in watched(resource):
            if item.namespace in WRONG_NAMESPACES:
                right = WRONG_NAMESPACES[item.namespace]
                text = f"No service publishes to {item.namespace}; did you mean {right}?"
                yield resource.finding(text, *item.place, "Namespace")
                continue
            known = METRICS.get(item.namespace or "")
            if known is not None and item.metric is not None and item.metric not in known:
                near = get_close_matches(item.metric, known, 1)
                hint = f"; did you mean {near[0]}?" if near else ""
                yield resource.finding(
                    f"{item.namespace} has no metric {item.metric}{hint}", *item.place, "MetricName"
                )
