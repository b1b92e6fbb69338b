"""An alert on what the scaling aims at."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import (
    GROUP,
    Finding,
    Resource,
    Rule,
    aws,
    kind_of,
    number,
    only_scales,
    pick,
    policies_of,
    shown,
)


class AlertAboveTarget(Rule):
    id = "WR9329"
    shortdesc = "An alert on CPU lies above the target that scaling tracks"
    description = (
        "Target tracking holds the CPU at its target. An alert at or below it goes off "
        "while all is as it should be."
    )
    instead = "Put the alert's threshold well above the TargetValue"
    assumes = "both watch the same group"
    source_url = aws("autoscaling/ec2/userguide/as-scaling-target-tracking.html")
    tags = ["autoscaling", "scaling", "alarms"]
    types = ("AWS::CloudWatch::Alarm",)

    def check(self, resource: Resource) -> Iterator[Finding]:
        threshold = resource.number("Threshold")
        above = shown(resource.get("ComparisonOperator")).startswith("GreaterThan")
        if (
            only_scales(resource)
            or resource.get("MetricName") != "CPUUtilization"
            or threshold is None
            or not above
        ):
            return
        for _, dimension in resource.entries("Dimensions"):
            group = resource.view.target(pick(dimension, "Value"))
            if group is not None and group.type == GROUP:
                target = self._target(group) or self._scale_out(group)
                if target is not None and threshold <= target:
                    yield resource.finding(
                        f"{threshold:g} is not above the target {target:g}", "Threshold"
                    )

    @staticmethod
    def _target(group: Resource) -> float | None:
        for policy in policies_of(group):
            tracking = policy.get("TargetTrackingConfiguration")
            kind = pick(tracking, "PredefinedMetricSpecification", "PredefinedMetricType")
            if kind_of(policy) == "TargetTrackingScaling" and kind == "ASGAverageCPUUtilization":
                return number(pick(tracking, "TargetValue"))
        return None

    @staticmethod
    def _scale_out(group: Resource) -> float | None:
        """The lowest threshold at which an alarm of the group adds instances."""
        found = []
        for alarm in group.view.of("AWS::CloudWatch::Alarm"):
            threshold = alarm.number("Threshold")
            above = shown(alarm.get("ComparisonOperator")).startswith("GreaterThan")
            if alarm.get("MetricName") == "CPUUtilization" and above and only_scales(alarm):
                names = [group.is_ref(pick(d, "Value")) for _, d in alarm.entries("Dimensions")]
                found += [threshold] if threshold is not None and any(names) else []
        return min(found, default=None)
