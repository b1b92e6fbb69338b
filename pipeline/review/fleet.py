"""What a template says of its Auto Scaling group, as numbers."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from pipeline.review.update_behaviours import GROUP

_DURATION = re.compile(r"PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?")
_TARGET_GROUP = "AWS::ElasticLoadBalancingV2::TargetGroup"
_SCHEDULE = "AWS::AutoScaling::ScheduledAction"


class Fleet(NamedTuple):
    """A group's sizes and how it is updated; seconds and percents as whole numbers."""

    name: str
    low: int
    high: int
    create_timeout: int
    boot: int  # the least that a boot takes: the health check that it has to pass
    drain: int
    policy: dict[str, Any]
    heartbeat: int

    @property
    def capacities(self) -> range:
        """The capacities that a deployment can find, those of scheduled actions included."""
        return range(self.low, self.high + 1)


def read_fleet(data: dict[str, Any]) -> Fleet | None:
    """Return the numbers of a template's group; None without one, or where they are left open."""
    resources = data.get("Resources", {})
    group = next((name for name, each in resources.items() if each.get("Type") == GROUP), None)
    if group is None:
        return None
    resource = resources[group]
    properties = resource.get("Properties", {})
    low, high = (number(data, properties.get(key)) for key in ("MinSize", "MaxSize"))
    if low is None or high is None:
        return None
    low, high = _scheduled(data, low, high)
    target: dict[str, Any] = next(
        (each for each in resources.values() if each.get("Type") == _TARGET_GROUP), {}
    )
    return Fleet(
        group,
        low,
        high,
        seconds(resource.get("CreationPolicy", {}).get("ResourceSignal", {}).get("Timeout", "")),
        _boot(target.get("Properties", {})),
        _drain(target.get("Properties", {})),
        resource.get("UpdatePolicy", {}),
        _heartbeat(properties),
    )


def number(data: dict[str, Any], value: Any) -> int | None:
    """Return a whole number of a template, that of a parameter's default, or None."""
    if isinstance(value, dict) and "Ref" in value:
        value = data.get("Parameters", {}).get(value["Ref"], {}).get("Default")
    try:
        return int(value)
    except (TypeError, ValueError):
        return None


def seconds(text: Any) -> int:
    """Return an ISO 8601 duration such as PT15M in seconds, 0 for anything else."""
    match = _DURATION.fullmatch(str(text))
    hours, minutes, rest = (int(part or 0) for part in match.groups()) if match else (0, 0, 0)
    return hours * 3600 + minutes * 60 + rest


def _scheduled(data: dict[str, Any], low: int, high: int) -> tuple[int, int]:
    """Return the sizes between which scheduled actions leave the group, too."""
    for resource in data["Resources"].values():
        if resource.get("Type") == _SCHEDULE:
            properties = resource.get("Properties", {})
            bounds = [number(data, properties.get(key)) for key in ("MinSize", "MaxSize")]
            low = min([low, *(each for each in bounds[:1] if each is not None)])
            high = max([high, *(each for each in bounds if each is not None)])
    return low, high


def _boot(target: dict[str, Any]) -> int:
    """Return the interval of health checks: a new target has to pass one.

    https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html
    """
    return number({}, target.get("HealthCheckIntervalSeconds")) or 0


def _drain(target: dict[str, Any]) -> int:
    for each in target.get("TargetGroupAttributes", []):
        if each.get("Key") == "deregistration_delay.timeout_seconds":
            return number({}, each.get("Value")) or 0
    return 300  # AWS's default


def _heartbeat(properties: dict[str, Any]) -> int:
    hooks = properties.get("LifecycleHookSpecificationList", [])
    return max([number({}, each.get("HeartbeatTimeout")) or 3600 for each in hooks], default=0)
