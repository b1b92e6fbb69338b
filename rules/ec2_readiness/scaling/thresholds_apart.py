"""Scaling out and in at the same load."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import (
    ALARM,
    Finding,
    Resource,
    Rule,
    View,
    aws,
    called,
    number,
    pick,
    shown,
)


class ThresholdsApart(Rule):
    id = "WR9334"
    shortdesc = "The threshold for scaling in lies below the one for scaling out"
    description = (
        "Where both alarms are on at the same value of a metric the group adds and removes "
        "instances in turn."
    )
    instead = "Keep the threshold for scaling in well below the other"
    assumes = "one instance more or less changes the metric in proportion"
    source_url = aws("autoscaling/ec2/userguide/as-scaling-simple-step.html")
    tags = ["scaling", "alarms"]

    def check_view(self, view: View) -> Iterator[Finding]:
        alarms = [alarm for alarm in view.of(ALARM) if alarm.has("MetricName")]
        directions = [(alarm, self._direction(alarm)) for alarm in alarms]
        for out in [alarm for alarm, direction in directions if direction > 0]:
            for back in [alarm for alarm, direction in directions if direction < 0]:
                high, low = out.number("Threshold"), back.number("Threshold")
                if high is None or low is None or not self._same(out, back):
                    continue
                if low >= high or (high <= 100 and high - low < 5 and self._is_percent(out)):
                    text = f"{back.name} scales in below {low:g}, {out.name} out above {high:g}"
                    yield back.finding(text, "Threshold")

    @staticmethod
    def _is_percent(alarm: Resource) -> bool:
        return alarm.get("MetricName") in ("CPUUtilization", "mem_used_percent")

    @staticmethod
    def _direction(alarm: Resource) -> int:
        """1 where it adds instances above its threshold, -1 where it removes them below."""
        above = shown(alarm.get("ComparisonOperator")).startswith("GreaterThan")
        for _, action in called(alarm, "AlarmActions"):
            policy = alarm.view.target(action)
            steps = policy.entries("StepAdjustments") if policy is not None else []
            values = [pick(step, "ScalingAdjustment") for _, step in steps]
            values += [policy.get("ScalingAdjustment")] if policy is not None else []
            known = [number(value) for value in values if number(value)]
            if known and all(value is not None and (value > 0) == above for value in known):
                return 1 if above else -1
        return 0

    @staticmethod
    def _same(one: Resource, other: Resource) -> bool:
        keys = ("Namespace", "MetricName", "Dimensions", "Statistic")
        return all(one.get(key) == other.get(key) for key in keys)
