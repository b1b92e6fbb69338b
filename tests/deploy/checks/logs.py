"""The log group, and the filters that make metrics of what is in it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.deploy.checks.compare import same, setting
from tests.deploy.stack.standing import Standing

TYPE = "AWS::Logs::LogGroup"
FILTER = "AWS::Logs::MetricFilter"
Data = dict[str, Any]


def check(standing: Standing) -> Iterator[str]:
    """Compare log groups and filters with the config."""
    for name in standing.deployed(TYPE):
        days = _group(standing, name).get("retentionInDays")
        yield from setting(standing.subject, "logs.retention_days", f"{name}'s retention", days)
        resource = standing.subject.template["Resources"][name]
        yield from same(f"{name} on delete", resource.get("DeletionPolicy"), "Retain")
    for name, properties in standing.expected(FILTER).items():
        yield from _filter(standing, name, properties)


def _group(standing: Standing, name: str) -> Data:
    groups = standing.client("logs").describe_log_groups(logGroupNamePrefix=standing.ids[name])
    return dict(groups["logGroups"][0]) if groups["logGroups"] else {}


def _filter(standing: Standing, name: str, properties: Data) -> Iterator[str]:
    groups = set(standing.deployed(TYPE).values())
    if properties["LogGroupName"] not in groups:
        yield f"{name} looks into {properties['LogGroupName']}, which is not the stack's"
        return
    client = standing.client("logs")
    answer = client.describe_metric_filters(logGroupName=properties["LogGroupName"])
    found = {each["filterName"]: each for each in answer["metricFilters"]}
    here = found.get(standing.ids[name], {})
    if name == "LogErrorsMetricFilter":
        pattern = here.get("filterPattern")
        yield from setting(
            standing.subject, "alarms.log_errors.pattern", f"{name}'s pattern", pattern
        )
    for made in here.get("metricTransformations", []):
        if "defaultValue" not in made and not made.get("dimensions"):
            yield f"{name} has no default value: a quiet log is missing data"
        if not _watched(standing, made):
            yield f"{name} makes {made['metricName']}, which nothing watches"


def _watched(standing: Standing, made: Data) -> bool:
    wanted = (made["metricNamespace"], made["metricName"])
    alarms = standing.expected("AWS::CloudWatch::Alarm").values()
    return any(wanted == metric for alarm in alarms for metric in watched(alarm))


def watched(alarm: Data) -> Iterator[tuple[str, str]]:
    """Yield the namespace and name of each metric that an alarm looks at."""
    if "MetricName" in alarm:
        yield alarm["Namespace"], alarm["MetricName"]
    for query in alarm.get("Metrics", []):
        if metric := query.get("MetricStat", {}).get("Metric"):
            yield metric["Namespace"], metric["MetricName"]
