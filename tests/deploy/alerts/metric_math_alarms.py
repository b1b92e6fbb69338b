"""Evaluates metric math alarms, period by period."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

from tests.cloudwatch.evaluation import ALARM
from tests.cloudwatch.metric_alarm import LAG, MetricAlarm
from tests.cloudwatch.metric_math import Point, UnknownExpressionError
from tests.cloudwatch.series import Series
from tests.cloudwatch.statistic import Sample, Samples
from tests.deploy.stack.deployed_stack import DeployedStack

Data = dict[str, Any]


class Periods:
    """The metrics of an alarm, a value a period, by name."""

    def __init__(self, periods: list[dict[str, Point]]) -> None:
        self.periods = periods

    def series(self, metric: Data, now: int) -> Series:
        """Return a metric as a series in which a period is a minute."""

        def samples(minute: int) -> Samples:
            value = self.periods[minute].get(metric["MetricName"]) if minute >= 0 else None
            return () if value is None else (Sample(value),)

        return Series(samples, len(self.periods), 1)


def is_in_alarm(alarm: Data, periods: list[dict[str, Point]]) -> bool:
    """Return whether an alarm is in ALARM after periods with these points by metric name."""
    minutely = copy.deepcopy(alarm)
    for query in minutely["Metrics"]:
        if "MetricStat" in query:
            query["MetricStat"]["Period"] = 60
    return MetricAlarm(minutely).update(Periods(periods), len(periods) - 1 + LAG) == ALARM


def alarms(deployed: DeployedStack) -> dict[str, Data]:
    """Return the metric math alarms by logical id."""
    found = deployed.expected("AWS::CloudWatch::Alarm")
    return {name: alarm for name, alarm in found.items() if "Metrics" in alarm}


def check(deployed: DeployedStack) -> Iterator[str]:
    """Yield the situations in which an alarm is in the wrong state."""
    for name, alarm in alarms(deployed).items():
        for what, periods, wanted in _situations(deployed, alarm):
            try:
                found = is_in_alarm(alarm, periods)
            except UnknownExpressionError as error:
                yield f"{name}: {error}"
                break
            if found != wanted:
                yield f"{name}: {what}: {'an alarm' if found else 'no alarm'}"


def _situations(
    deployed: DeployedStack, alarm: Data
) -> Iterator[tuple[str, list[dict[str, Point]], bool]]:
    """Yield situations: a name, the periods' data points, and whether it is an alarm."""
    count = alarm["EvaluationPeriods"]
    missing_is_bad = alarm.get("TreatMissingData") == "breaching"
    yield "no data at all", [{}] * count, missing_is_bad
    names = [
        query["MetricStat"]["Metric"]["MetricName"]
        for query in alarm["Metrics"]
        if "MetricStat" in query
    ]
    errors = next((name for name in names if "5XX" in name), None)
    if not errors or "RequestCount" not in names:
        return
    limit, floor, needed = _limits(deployed, errors, alarm)

    def failing(failed: Point, of: Point, minutes: int = count) -> list[dict[str, Point]]:
        served: dict[str, Point] = {"RequestCount": of, "GroupInServiceInstances": 2}
        return [served] * (count - minutes) + [{**served, errors: failed}] * minutes

    own = "ELB" in errors  # RequestCount does not count what the load balancer itself answers
    scale = 100 * floor
    if needed > 1:
        yield "one error in an otherwise quiet hour", failing(1, 1, 1), False
    yield "no errors", failing(None, scale), False
    yield "few errors", failing(scale * limit / 200, scale), False
    yield "many errors", failing(scale * min(2 * limit, 100), scale), True
    yield "many errors for too short", failing(scale, scale, needed - 1), False
    yield "many errors for long enough", failing(scale * 100, scale, needed), True
    yield "every request failing, none counted", failing(scale, None), own


def _limits(deployed: DeployedStack, errors: str, alarm: Data) -> tuple[int, int, int]:
    """Return the config's percentage, minimum number of requests, and periods."""
    key = "load_balancer_5xx" if "ELB" in errors else "target_5xx"
    setting = deployed.config.setting
    percent = setting(f"alarms.{key}.percent", alarm["Threshold"])
    minutes = setting(f"alarms.{key}.periods", alarm.get("DatapointsToAlarm", 1))
    return int(percent), int(setting(f"alarms.{key}.min_requests", 2)), int(minutes)
