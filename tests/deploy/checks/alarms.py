"""The alarms: metrics, threshold, treatment of missing data, actions, description."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from tests.cloudwatch.metrics import METRICS, Metric
from tests.deploy.checks import alarm_metrics, alarm_settings, alerts, scaling
from tests.deploy.checks.compare import same
from tests.deploy.stack.deployed_stack import DeployedStack

TYPE = "AWS::CloudWatch::Alarm"
COMPOSITE = "AWS::CloudWatch::CompositeAlarm"
Data = dict[str, Any]


def check(deployed: DeployedStack) -> Iterator[str]:
    """Check every alarm, and that every alarm of the config exists."""
    alarms, described = deployed.expected(TYPE), deployed.alarms()
    for name, alarm in alarms.items():
        yield from (f"{name}: {complaint}" for complaint in _alarm(deployed, name, alarm))
        if name in deployed.physical_ids(TYPE):
            yield from _read_back(name, alarm, described.get(name))
    yield from alarm_settings.check(deployed, alarms)


def _alarm(deployed: DeployedStack, name: str, alarm: Data) -> Iterator[str]:
    for query in queries(alarm):
        yield from alarm_metrics.check(deployed, query)
        yield from _direction(alarm, query)
    if "TreatMissingData" not in alarm:
        yield "TreatMissingData is not set"
    points, periods = alarm.get("DatapointsToAlarm", 1), alarm["EvaluationPeriods"]
    if points > periods:
        yield f"{points} of {periods} periods cannot breach"
    if not is_part(deployed, name):
        yield from _actions(deployed, alarm)
    yield from wording(alarm.get("AlarmDescription", ""))


def is_part(deployed: DeployedStack, name: str) -> bool:
    """Return whether an alarm has no actions because a composite alarm has them."""
    composites = deployed.config.resources(COMPOSITE).values()
    rules = [str(each["Properties"]["AlarmRule"]) for each in composites]
    return any(f"${{{name}}}" in rule for rule in rules)


def queries(alarm: Data) -> list[Data]:
    """Return an alarm's metrics, in the same form for plain and metric math alarms."""
    if "MetricName" in alarm:
        return [{**alarm, "Stat": alarm.get("Statistic", alarm.get("ExtendedStatistic"))}]
    stats = [query["MetricStat"] for query in alarm.get("Metrics", []) if "MetricStat" in query]
    return [{**stat["Metric"], "Period": stat["Period"], "Stat": stat["Stat"]} for stat in stats]


def _direction(alarm: Data, query: Data) -> Iterator[str]:
    metric = METRICS.get(query["Namespace"], {}).get(query["MetricName"])
    if not metric or "Metrics" in alarm:
        return
    grows = alarm["ComparisonOperator"].startswith("GreaterThan")
    if metric.bad != "either" and grows != (metric.bad == "more"):
        yield f"{alarm['ComparisonOperator']} is a good value of {query['MetricName']}"
    yield from _missing(alarm, metric)


def _missing(alarm: Data, metric: Metric) -> Iterator[str]:
    if metric.missing_is_ok is None:
        return
    grows = alarm["ComparisonOperator"].startswith("GreaterThan")  # no data is no growth
    wanted = "notBreaching" if metric.missing_is_ok or grows else "breaching"
    yield from same("missing data", alarm.get("TreatMissingData"), wanted)


def _actions(deployed: DeployedStack, alarm: Data) -> Iterator[str]:
    """Yield missing or unknown actions, and a description that does not help."""
    actions = alarm.get("AlarmActions", [])
    known = {*deployed.physical_ids(scaling.TYPE).values(), *alerts.topics(deployed)}
    if not actions or alarm.get("ActionsEnabled") is False:
        yield "it has no enabled action"
    for action in [*actions, *alarm.get("OKActions", [])]:
        if action not in known:
            yield f"its action {action} is not in this stack"


def wording(text: str) -> Iterator[str]:
    """Yield a message unless a text has two sentences: what is wrong, and what to do first."""
    if len(re.findall(r"[^.!?]+[.!?](?:\s|$)", text)) < 2:
        yield f"'{text}' does not say what is wrong and what to do first"


def _read_back(name: str, alarm: Data, found: Data | None) -> Iterator[str]:
    if not found:
        yield f"{name} is not deployed"
        return
    for key in ("Threshold", "EvaluationPeriods", "ComparisonOperator", "TreatMissingData"):
        yield from same(f"{name}'s {key}", found.get(key), alarm.get(key))
    dimensions = _pairs(found.get("Dimensions", []))
    yield from same(f"{name}'s dimensions", dimensions, _pairs(alarm.get("Dimensions", [])))
    yield from same(
        f"{name}'s actions", found.get("AlarmActions", []), alarm.get("AlarmActions", [])
    )


def _pairs(dimensions: list[Data]) -> list[tuple[str, str]]:
    """Return sorted dimensions, without `targetgroup/`, which the emulator omits."""
    pairs = [(each["Name"], each["Value"].removeprefix("targetgroup/")) for each in dimensions]
    return sorted(pairs)
