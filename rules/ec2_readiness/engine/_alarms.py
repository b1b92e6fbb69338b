"""Alarms: what they watch and what they call."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ec2_readiness.engine._fleet import GROUP, Launch, launch_for
from ec2_readiness.engine._resource import Resource
from ec2_readiness.engine._values import Value, as_list, entries, pick, string
from ec2_readiness.engine._view import View

ALARM = "AWS::CloudWatch::Alarm"
COMPOSITE = "AWS::CloudWatch::CompositeAlarm"
TOPIC = "AWS::SNS::Topic"
CALLS = ("AlarmActions", "OKActions", "InsufficientDataActions")

Place = tuple["str | int", ...]


@dataclass(frozen=True)
class Watched:
    """One metric that an alarm looks at, and its place."""

    place: Place
    namespace: str | None
    metric: str | None
    dimensions: Value
    statistic: Value
    period: Value

    @property
    def names(self) -> set[str] | None:
        """The dimensions' names; None where they are not known."""
        if self.dimensions is None:
            return set()
        found = [string(pick(item, "Name")) for _, item in entries(self.dimensions)]
        if not isinstance(self.dimensions, list) or None in found:
            return None
        return {name for name in found if name is not None}


def watched(alarm: Resource) -> Iterator[Watched]:
    """The metrics of an alarm, one or many."""
    if alarm.has("MetricName"):
        statistic = alarm.get("Statistic") or alarm.get("ExtendedStatistic")
        yield _watched((), alarm.properties, statistic, alarm.get("Period"))
    for index, query in alarm.entries("Metrics"):
        stat = pick(query, "MetricStat")
        if isinstance(stat, dict):
            place = ("Metrics", index, "MetricStat", "Metric")
            yield _watched(place, pick(stat, "Metric"), stat.get("Stat"), stat.get("Period"))


def _watched(place: Place, metric: Value, statistic: Value, period: Value) -> Watched:
    return Watched(
        place,
        string(pick(metric, "Namespace")),
        string(pick(metric, "MetricName")),
        pick(metric, "Dimensions"),
        statistic,
        period,
    )


def called(alarm: Resource, *keys: str) -> Iterator[tuple[Place, Value]]:
    """Each action of the alarm, with its place."""
    for key in keys or CALLS:
        for index, action in enumerate(as_list(alarm.get(key))):
            yield (key, index), action


def only_scales(alarm: Resource) -> bool:
    """Its actions are scaling policies only."""
    targets = [alarm.view.target(action) for _, action in called(alarm)]
    return bool(targets) and all(
        t is not None and t.type.endswith("ScalingPolicy") for t in targets
    )


def alarm_topics(view: View) -> list[Resource]:
    """The topics of this template that alarms publish to."""
    found: list[Resource] = []
    for alarm in view.of(ALARM, COMPOSITE):
        for _, action in called(alarm):
            topic = view.target(action)
            if topic is not None and topic.type == TOPIC and topic not in found:
                found.append(topic)
    return found


def watched_launches(alarm: Resource, item: Watched) -> Iterator[tuple[Resource, Launch]]:
    """The groups that the dimensions of a metric name, each with what it launches from."""
    for _, dimension in entries(item.dimensions):
        group = alarm.view.target(pick(dimension, "Value"))
        launch = launch_for(group) if group is not None and group.type == GROUP else None
        if group is not None and launch is not None:
            yield group, launch
