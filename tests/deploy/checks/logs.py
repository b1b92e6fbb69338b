"""The log groups and their metric filters."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.deploy.checks.compare import same, setting
from tests.deploy.stack.deployed_stack import DeployedStack

TYPE = "AWS::Logs::LogGroup"
FILTER = "AWS::Logs::MetricFilter"
Data = dict[str, Any]


def check(deployed: DeployedStack) -> Iterator[str]:
    """Compare log groups and filters with the config."""
    for name in deployed.physical_ids(TYPE):
        days = _group(deployed, name).get("retentionInDays")
        yield from setting(deployed.config, "logs.retention_days", f"{name}'s retention", days)
        resource = deployed.config.template["Resources"][name]
        yield from same(f"{name} on delete", resource.get("DeletionPolicy"), "Retain")
    for name, properties in deployed.expected(FILTER).items():
        yield from _filter(deployed, name, properties)


def _group(deployed: DeployedStack, name: str) -> Data:
    groups = deployed.client("logs").describe_log_groups(logGroupNamePrefix=deployed.ids[name])
    return dict(groups["logGroups"][0]) if groups["logGroups"] else {}


def _filter(deployed: DeployedStack, name: str, properties: Data) -> Iterator[str]:
    groups = set(deployed.physical_ids(TYPE).values())
    if properties["LogGroupName"] not in groups:
        yield f"{name} filters {properties['LogGroupName']}, which is not in the stack"
        return
    client = deployed.client("logs")
    answer = client.describe_metric_filters(logGroupName=properties["LogGroupName"])
    found = {each["filterName"]: each for each in answer["metricFilters"]}
    here = found.get(deployed.ids[name], {})
    if name == "LogErrorsMetricFilter":
        pattern = here.get("filterPattern")
        yield from setting(
            deployed.config, "alarms.log_errors.pattern", f"{name}'s pattern", pattern
        )
    for made in here.get("metricTransformations", []):
        if "defaultValue" not in made and not made.get("dimensions"):
            yield f"{name} has no default value: without log lines its metric has no data"
        if not _watched(deployed, made):
            yield f"{name} publishes {made['metricName']}, which no alarm uses"


def _watched(deployed: DeployedStack, made: Data) -> bool:
    wanted = (made["metricNamespace"], made["metricName"])
    alarms = deployed.expected("AWS::CloudWatch::Alarm").values()
    return any(wanted == metric for alarm in alarms for metric in watched(alarm))


def watched(alarm: Data) -> Iterator[tuple[str, str]]:
    """Yield the namespace and name of each metric of an alarm."""
    if "MetricName" in alarm:
        yield alarm["Namespace"], alarm["MetricName"]
    for query in alarm.get("Metrics", []):
        if metric := query.get("MetricStat", {}).get("Metric"):
            yield metric["Namespace"], metric["MetricName"]
