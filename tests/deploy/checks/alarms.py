"""The alarms: what each looks at, when it goes off, and whom it calls."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from tests.deploy.checks import alarm_metrics, alarm_settings, alerts, scaling
from tests.deploy.checks.compare import same
from tests.deploy.checks.metrics import METRICS, Metric
from tests.deploy.stack.deployed_stack import DeployedStack

TYPE = "AWS::CloudWatch::Alarm"
Data = dict[str, Any]


def check(deployed: DeployedStack) -> Iterator[str]:
    """Check every alarm, and that each one that the config asks for is there."""
    alarms, described = deployed.expected(TYPE), deployed.alarms()
    for name, alarm in alarms.items():
        yield from (f"{name}: {complaint}" for complaint in _alarm(deployed, alarm))
        if name in deployed.physical_ids(TYPE):
            yield from _read_back(name, alarm, described.get(name))
    yield from alarm_settings.check(deployed, alarms)


def _alarm(deployed: DeployedStack, alarm: Data) -> Iterator[str]:
    for query in queries(alarm):
        yield from alarm_metrics.check(deployed, query)
        yield from _direction(alarm, query)
    if "TreatMissingData" not in alarm:
        yield "nobody chose what missing data means"
    points, periods = alarm.get("DatapointsToAlarm", 1), alarm["EvaluationPeriods"]
    if points > periods:
        yield f"{points} of {periods} periods is never"
    yield from _actions(deployed, alarm)


def queries(alarm: Data) -> list[Data]:
    """Return the metrics that an alarm looks at, in one shape for plain alarms and for maths."""
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
        yield f"{alarm['ComparisonOperator']} is good news of {query['MetricName']}"
    yield from _missing(alarm, metric)


def _missing(alarm: Data, metric: Metric) -> Iterator[str]:
    if metric.missing_is_ok is None:
        return
    wanted = "notBreaching" if metric.missing_is_ok else "breaching"
    yield from same("missing data", alarm.get("TreatMissingData"), wanted)


def _actions(deployed: DeployedStack, alarm: Data) -> Iterator[str]:
    """Complain of an alarm that calls nobody, or whose words help nobody."""
    actions = alarm.get("AlarmActions", [])
    known = {*deployed.physical_ids(scaling.TYPE).values(), *alerts.topics(deployed)}
    if not actions or alarm.get("ActionsEnabled") is False:
        yield "it calls nobody"
    for action in [*actions, *alarm.get("OKActions", [])]:
        if action not in known:
            yield f"it calls {action}, which is not in this stack"
    if set(actions) & set(alerts.topics(deployed)):
        yield from wording(alarm.get("AlarmDescription", ""))


def wording(text: str) -> Iterator[str]:
    """Complain of a text that does not hold two sentences: what is wrong, what to do first."""
    if len(re.findall(r"[^.!?]+[.!?](?:\s|$)", text)) < 2:
        yield f"'{text}' does not say what is wrong and what to do first"


def _read_back(name: str, alarm: Data, found: Data | None) -> Iterator[str]:
    if not found:
        yield f"{name} does not stand"
        return
    for key in ("Threshold", "EvaluationPeriods", "ComparisonOperator", "TreatMissingData"):
        yield from same(f"{name}'s {key}", found.get(key), alarm.get(key))
    dimensions = _pairs(found.get("Dimensions", []))
    yield from same(f"{name}'s dimensions", dimensions, _pairs(alarm.get("Dimensions", [])))
    yield from same(f"{name}'s actions", found["AlarmActions"], alarm.get("AlarmActions", []))


def _pairs(dimensions: list[Data]) -> list[tuple[str, str]]:
    """Return dimensions in order; the emulator leaves the kind away that a target group's has."""
    pairs = [(each["Name"], each["Value"].removeprefix("targetgroup/")) for each in dimensions]
    return sorted(pairs)
