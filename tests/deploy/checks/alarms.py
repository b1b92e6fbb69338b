"""The alarms: what each looks at, when it goes off, and whom it calls."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from tests.deploy import agent
from tests.deploy.checks import alerts, logs, scaling
from tests.deploy.checks.compare import same, setting
from tests.deploy.metrics import METRICS, Metric
from tests.deploy.standing import Standing

TYPE = "AWS::CloudWatch::Alarm"
Data = dict[str, Any]
_NAMES = {
    "AWS::ElasticLoadBalancingV2::LoadBalancer": "LoadBalancer",
    "AWS::ElasticLoadBalancingV2::TargetGroup": "TargetGroup",
    "AWS::AutoScaling::AutoScalingGroup": "AutoScalingGroupName",
    "AWS::SNS::Topic": "TopicName",
}
_NEEDED = {"alert_failures": ("alerts.fallback_email",)}  # without which there is nobody to call
_BOUNDS = {"below_minimum": ("fleet.min_size",), "at_maximum": ("fleet.max_size",)}
_LEVELS = ("threshold", "percent", "seconds", "milliseconds", "days")


def check(standing: Standing) -> Iterator[str]:
    """Check every alarm, and that each one that the config asks for is there."""
    alarms, standings = standing.expected(TYPE), standing.alarms()
    for name, alarm in alarms.items():
        yield from (f"{name}: {complaint}" for complaint in _alarm(standing, alarm))
        if name in standing.deployed(TYPE):
            yield from _read_back(name, alarm, standings.get(name))
    yield from _configured(standing, alarms)
    yield from _scaled(standing, alarms)


def _alarm(standing: Standing, alarm: Data) -> Iterator[str]:
    for query in queries(alarm):
        yield from _metric(standing, query)
        yield from _direction(alarm, query)
    if "TreatMissingData" not in alarm:
        yield "nobody chose what missing data means"
    points, periods = alarm.get("DatapointsToAlarm", 1), alarm["EvaluationPeriods"]
    if points > periods:
        yield f"{points} of {periods} periods is never"
    yield from _actions(standing, alarm)


def queries(alarm: Data) -> list[Data]:
    """Return the metrics that an alarm looks at, in one shape for plain alarms and for maths."""
    if "MetricName" in alarm:
        return [{**alarm, "Stat": alarm.get("Statistic", alarm.get("ExtendedStatistic"))}]
    stats = [query["MetricStat"] for query in alarm.get("Metrics", []) if "MetricStat" in query]
    return [{**stat["Metric"], "Period": stat["Period"], "Stat": stat["Stat"]} for stat in stats]


def _metric(standing: Standing, query: Data) -> Iterator[str]:
    name, namespace = query["MetricName"], query["Namespace"]
    dimensions = {each["Name"]: each["Value"] for each in query.get("Dimensions", [])}
    if made := _made(standing, namespace, name):
        wanted = {each["Key"]: each["Value"] for each in made.get("Dimensions", [])}
        yield from same(f"{name}'s dimensions", set(dimensions), set(wanted))
        return
    if sets := _measured(standing, namespace, name):
        if sorted(dimensions) not in sets:
            yield f"the agent publishes {name} by {sets}, not by {sorted(dimensions)}"
        return
    metric = METRICS.get(namespace, {}).get(name)
    if not metric:
        yield f"there is no metric {namespace} {name}"
        return
    if frozenset(dimensions) not in metric.dimensions:
        yield f"{name} has no dimensions {sorted(dimensions)}"
    yield from _values(standing, dimensions)
    if query["Stat"] not in metric.statistics:
        yield f"the {query['Stat']} of {name} says nothing"
    every = metric.every or _monitored(standing)
    if query["Period"] % every:
        yield f"{name} is published every {every} seconds only"


def _made(standing: Standing, namespace: str, name: str) -> Data | None:
    """Return the transformation that makes a metric of log lines, if one does."""
    for properties in standing.expected(logs.FILTER).values():
        for made in properties["MetricTransformations"]:
            if (made["MetricNamespace"], made["MetricName"]) == (namespace, name):
                return dict(made)
    return None


def _measured(standing: Standing, namespace: str, name: str) -> list[list[str]]:
    """Return the sets of dimensions by which the agents publish a metric for the whole fleet."""
    for config in agent.configs(standing):
        metrics = config.get("metrics", {})
        if metrics.get("namespace", "CWAgent") == namespace and name in agent.measured(metrics):
            return [sorted(each) for each in metrics.get("aggregation_dimensions", [])]
    return []


def _monitored(standing: Standing) -> int:
    """Return the seconds from one of EC2's figures of an instance to the next."""
    templates = standing.expected("AWS::EC2::LaunchTemplate").values()
    detailed = [
        each["LaunchTemplateData"].get("Monitoring", {}).get("Enabled") for each in templates
    ]
    return 60 if all(detailed) else 300


def _values(standing: Standing, dimensions: dict[str, str]) -> Iterator[str]:
    """Complain of a dimension whose value is not the name of what the stack made."""
    for kind, dimension in _NAMES.items():
        if dimension in dimensions:
            names = {_short(identity) for identity in standing.deployed(kind).values()}
            if dimensions[dimension] not in names:
                yield f"{dimension} {dimensions[dimension]} is not one of {sorted(names)}"


def _short(identity: str) -> str:
    """Return the name that metrics have for a physical id."""
    name = identity.split(":", 5)[-1] if identity.startswith("arn:") else identity
    return name.removeprefix("loadbalancer/")


def _direction(alarm: Data, query: Data) -> Iterator[str]:
    metric = METRICS.get(query["Namespace"], {}).get(query["MetricName"])
    if not metric or "Metrics" in alarm:
        return
    grows = alarm["ComparisonOperator"].startswith("GreaterThan")
    if metric.bad != "either" and grows != (metric.bad == "more"):
        yield f"{alarm['ComparisonOperator']} is good news of {query['MetricName']}"
    yield from _missing(alarm, metric)


def _missing(alarm: Data, metric: Metric) -> Iterator[str]:
    if metric.missing_is_fine is None:
        return
    wanted = "notBreaching" if metric.missing_is_fine else "breaching"
    yield from same("missing data", alarm.get("TreatMissingData"), wanted)


def _actions(standing: Standing, alarm: Data) -> Iterator[str]:
    """Complain of an alarm that calls nobody, or whose words help nobody."""
    actions = alarm.get("AlarmActions", [])
    known = {*standing.deployed(scaling.TYPE).values(), *alerts.topics(standing)}
    if not actions or alarm.get("ActionsEnabled") is False:
        yield "it calls nobody"
    for action in [*actions, *alarm.get("OKActions", [])]:
        if action not in known:
            yield f"it calls {action}, which is not in this stack"
    if set(actions) & set(alerts.topics(standing)):
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


def _configured(standing: Standing, alarms: dict[str, Data]) -> Iterator[str]:
    subject = standing.subject
    by_setting = {name.lower(): (name, alarm) for name, alarm in alarms.items()}
    for key, asked in subject.setting("alarms", {}).items():
        found = by_setting.get(key.replace("_", "") + "alarm")
        if not isinstance(asked, dict) or not _is_asked(asked):
            continue
        if not found:
            yield from _absent(standing, key)
            continue
        name, alarm = found
        levels = [f"alarms.{key}.{level}" for level in asked if level in _LEVELS]
        for path in [*levels, *_BOUNDS.get(key, ())]:
            yield from setting(subject, path, f"{name}'s threshold", alarm["Threshold"])
        periods = alarm.get("DatapointsToAlarm", alarm["EvaluationPeriods"])
        yield from setting(subject, f"alarms.{key}.periods", f"{name}'s periods", periods)


def _is_asked(asked: Data) -> bool:
    return bool(asked.get("enabled"))


def _absent(standing: Standing, key: str) -> Iterator[str]:
    words = key.replace("_", "")
    if any(not standing.subject.setting(path) for path in _NEEDED.get(key, ())):
        return
    if not any(words in name.lower() for name in standing.subject.template["Resources"]):
        yield f"alarms.{key} is on, and there is no such alarm"


def _scaled(standing: Standing, alarms: dict[str, Data]) -> Iterator[str]:
    """Compare the alarms that change the fleet with the config."""
    for name, path, level in (
        ("ScaleOutAlarm", "scaling.scale_out", "cpu_above"),
        ("ScaleInAlarm", "scaling.scale_in", "cpu_below"),
    ):
        if alarm := alarms.get(name):
            subject = standing.subject
            yield from setting(
                subject, f"{path}.{level}", f"{name}'s threshold", alarm["Threshold"]
            )
            periods = alarm["EvaluationPeriods"]
            yield from setting(subject, f"{path}.periods", f"{name}'s periods", periods)
