"""What a template says of its Auto Scaling group, as numbers."""

import re
from collections.abc import Iterator
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
    ranges: tuple[tuple[int, int], ...] = ()  # the template's sizes, and those of a schedule

    @property
    def capacities(self) -> range:
        """The capacities that a deployment can find, those of scheduled actions included."""
        return range(self.low, self.high + 1)

    @property
    def created(self) -> int:
        """The size of a new group, which no scheduled action has changed yet."""
        return self.ranges[0][0] if self.ranges else self.low

    def maximum_at(self, capacity: int) -> int:
        """Return the smallest maximum size in force at which the group can be this large."""
        return min(
            [high for low, high in self.ranges if low <= capacity <= high], default=self.high
        )


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
    ranges = [(low, high), *_scheduled_ranges(data, low)]
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
        tuple(ranges),
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


def _actions(data: dict[str, Any]) -> Iterator[tuple[int | None, int | None]]:
    """Yield the minimum and maximum size of each scheduled action."""
    for resource in data["Resources"].values():
        if resource.get("Type") == _SCHEDULE:
            properties = resource.get("Properties", {})
            yield number(data, properties.get("MinSize")), number(data, properties.get("MaxSize"))


def _scheduled(data: dict[str, Any], low: int, high: int) -> tuple[int, int]:
    """Return the sizes between which scheduled actions leave the group, too."""
    for least, most in _actions(data):
        low = low if least is None else min(low, least)
        high = max(high, least or 0, most or 0)
    return low, high


def _scheduled_ranges(data: dict[str, Any], low: int) -> Iterator[tuple[int, int]]:
    """Yield the sizes from each action on that sets a maximum."""
    for least, most in _actions(data):
        if most is not None:
            yield (low if least is None else least), most


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
