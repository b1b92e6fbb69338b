"""A unit that the metric does not come in."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import ALARM, Finding, Resource, Rule, aws, pick, shown, string

UNITS = {
    "CPUUtilization": "Percent",
    "TargetResponseTime": "Seconds",
    "HealthyHostCount": "Count",
    "UnHealthyHostCount": "Count",
    "RequestCount": "Count",
    "NetworkIn": "Bytes",
    "NetworkOut": "Bytes",
}


class UnitOfMetric(Rule):
    id = "WR9619"
    shortdesc = "An alarm's unit is the one that its metric comes in"
    description = "CloudWatch does not convert units: with another unit it finds no data."
    instead = "Leave Unit out"
    source_url = aws("AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html")
    tags = ["alarms"]
    types = (ALARM,)

    def check(self, resource: Resource) -> Iterator[Finding]:
        metric, unit = resource.string("MetricName") or "", resource.string("Unit")
        own = (resource.string("Namespace") or "").startswith("AWS/")
        wanted = "Count" if metric.startswith("HTTPCode_") else UNITS.get(metric)
        for one in resource.view.of("AWS::Logs::MetricFilter"):
            for _, item in one.entries("MetricTransformations"):
                same = shown(pick(item, "MetricName")) == metric and pick(
                    item, "MetricNamespace"
                ) == resource.get("Namespace")
                theirs = string(pick(item, "Unit")) or "None"
                if same and metric and unit is not None and unit != theirs:
                    yield resource.finding(f"{one.name} publishes in {theirs}", "Unit")
        if own and unit is not None and wanted is not None and unit != wanted:
            yield resource.finding(f"{metric} comes in {wanted}, not in {unit}", "Unit")
