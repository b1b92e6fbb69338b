"""A metric alarm: its data points, minute by minute, and its state."""

from __future__ import annotations

import functools
import operator
from dataclasses import dataclass, field
from typing import Any, Protocol

from tests.cloudwatch.evaluation import EXTRA_POINTS, INSUFFICIENT_DATA, next_state
from tests.cloudwatch.metric_math import Point, evaluate
from tests.cloudwatch.series import Series
from tests.cloudwatch.statistic import Counts, counts_of, sample_count, statistic

Data = dict[str, Any]
_OPERATORS = {
    "GreaterThanThreshold": operator.gt,
    "GreaterThanOrEqualToThreshold": operator.ge,
    "LessThanThreshold": operator.lt,
    "LessThanOrEqualToThreshold": operator.le,
}
# A minute has to end, and its figures take up to another one to arrive.
LAG = 2


class Metrics(Protocol):
    """Where an alarm gets a metric from."""

    def series(self, metric: Data, now: int) -> Series:
        """Return a metric (namespace, name, dimensions) as the alarm refers to it now."""
        ...


@dataclass
class MetricAlarm:
    """An alarm's properties, references resolved to logical ids, and its state.

    It is evaluated each minute, over periods that end with the last minute that is known.
    """

    properties: Data
    state: str = INSUFFICIENT_DATA
    _series: list[Series] = field(default_factory=list)
    _points: dict[int, bool | None] = field(default_factory=dict)
    _breaching: dict[tuple[object, ...], bool | None] = field(default_factory=dict)

    def update(self, metrics: Metrics, now: int) -> str:
        """Evaluate the alarm at the end of a minute; return its new state."""
        alarm = self.properties
        periods = int(alarm["EvaluationPeriods"])
        series = [metrics.series(stat["Metric"], now) for _, stat in self._queries]
        if series != self._series:
            self._series, self._points = series, {}
        points: list[bool | None] = []
        for back in range(periods + EXTRA_POINTS):
            points.append(self._point(now - LAG - back * self._minutes))
            if None not in points and len(points) == periods:
                break  # older points do not count where none is missing
        points.reverse()
        needed = int(alarm.get("DatapointsToAlarm") or periods)
        missing = alarm.get("TreatMissingData", "missing")
        self.state = next_state(points, periods, needed, missing, self.state)
        return self.state

    @functools.cached_property
    def _minutes(self) -> int:
        periods = {stat["Period"] for _, stat in self._queries}
        if len(periods) != 1:
            raise ValueError(f"all metrics of an alarm have the same period, not {sorted(periods)}")
        return int(periods.pop()) // 60

    @functools.cached_property
    def _queries(self) -> list[tuple[str, Data]]:
        """The metrics that the alarm needs: an id each, with metric, statistic and period."""
        alarm = self.properties
        if "MetricName" in alarm:
            stat = alarm.get("Statistic") or alarm["ExtendedStatistic"]
            return [("m", {"Metric": alarm, "Stat": stat, "Period": alarm["Period"]})]
        stats = [each for each in alarm["Metrics"] if "MetricStat" in each]
        return [(each["Id"], each["MetricStat"]) for each in stats]

    def _point(self, end: int) -> bool | None:
        """Return whether the period that ends with this minute breaches."""
        if end not in self._points:
            windows = tuple(each.window(end, self._minutes) for each in self._series)
            key = (*map(id, self._series), windows)
            if key not in self._breaching:
                counts = [
                    counts_of(zip(each.kinds, window, strict=True))
                    for each, window in zip(self._series, windows, strict=True)
                ]
                self._breaching[key] = self._breaches(counts)
            self._points[end] = self._breaching[key]
        return self._points[end]

    def _breaches(self, counts: list[Counts]) -> bool | None:
        values = {
            name: self._value(stat["Stat"], each)
            for (name, stat), each in zip(self._queries, counts, strict=True)
        }
        point, alarm = self._watched(values), self.properties
        if point is None:
            return None
        return bool(_OPERATORS[alarm["ComparisonOperator"]](point, float(alarm["Threshold"])))

    def _value(self, stat: str, counts: Counts) -> Point:
        low = self.properties.get("EvaluateLowSampleCountPercentile") == "ignore"
        if low and stat.startswith("p"):
            share = float(stat[1:]) / 100
            if sample_count(counts) < 10 / (1 - share if share >= 0.5 else share) - 1e-9:
                return None  # left out of the evaluation
        return statistic(stat, counts)

    def _watched(self, values: dict[str, Point]) -> Point:
        """Return the value of the one query that returns data; expressions may refer to others."""
        if "MetricName" in self.properties:
            return values["m"]
        known = dict(values)
        # An expression stands before those that it refers to.
        for query in reversed(self.properties["Metrics"]):
            if "Expression" in query:
                known[query["Id"]] = evaluate(query["Expression"], known)
        watched = [each for each in self.properties["Metrics"] if each.get("ReturnData", True)]
        if len(watched) != 1:
            raise ValueError(f"{len(watched)} queries return data, an alarm needs one")
        return known[watched[0]["Id"]]
