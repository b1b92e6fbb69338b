"""Group metrics exist only where they are collected."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import ALARM, GROUP, Finding, Resource, Rule, aws, entries, pick, watched


class GroupMetricsCollected(Rule):
    id = "WR9609"
    shortdesc = "A group collects the metrics that alarms watch"
    description = (
        "Auto Scaling publishes a group's metrics only where MetricsCollection asks for them: "
        "an alarm on one that is not collected stays without data."
    )
    instead = "Add MetricsCollection: [{Granularity: 1Minute}], or the metric's name to its Metrics"
    source_url = aws("autoscaling/ec2/userguide/ec2-auto-scaling-metrics.html")
    tags = ["alarms", "autoscaling"]
    types = (ALARM,)

    def check(self, resource: Resource) -> Iterator[Finding]:
        for item in watched(resource):
            if item.namespace != "AWS/AutoScaling" or not (item.metric or "").startswith("Group"):
                continue
            for _, dimension in entries(item.dimensions):
                group = resource.view.target(pick(dimension, "Value"))
                if (
                    group is not None
                    and group.type == GROUP
                    and not self._collects(group, item.metric or "")
                ):
                    yield resource.finding(
                        f"{group.name} does not collect {item.metric}", *item.place, "MetricName"
                    )

    @staticmethod
    def _collects(group: Resource, metric: str) -> bool:
        collection = group.get("MetricsCollection")
        if collection is not None and not isinstance(collection, list):
            return True
        for _, item in entries(collection):
            metrics = pick(item, "Metrics")
            if (
                not isinstance(metrics, list)
                or metric in metrics
                or any(not isinstance(m, str) for m in metrics)
            ):
                return True
        return False
