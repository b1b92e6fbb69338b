"""What happens in a story, as the metrics that AWS would publish, a row a minute.

Which metric has data when: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.cloudwatch.filter_pattern import matches
from tests.cloudwatch.metrics import METRICS
from tests.cloudwatch.series import Series
from tests.cloudwatch.statistic import Sample, Samples

Data = dict[str, Any]
Row = dict[str, Any]

USUAL: Row = {
    "requests": "usual",
    "failing": 0,  # percent of the requests that the application answers with 5xx
    "errors": 0,  # further such answers, as a number
    "refused": 0,  # percent that the load balancer answers with 5xx: no target
    "slow": 0,  # percent that take slow_seconds
    "slow_seconds": 5,
    "blocked": 0,  # percent that the web ACL blocks
    "maintenance": False,
    "min": "min", "max": "max", "desired": "min", "in_service": "min",
    "healthy": "in_service", "unhealthy": 0,
    "cpu": 40, "memory": 50, "disk": 40, "surplus_credits": 0, "impaired": 0,
    "agents": "in_service",
    "undelivered": 0,
    "application_log": ["INFO served"], "system_log": [],
    "log_lines": 0,  # further lines that say Error
}  # fmt: skip


@dataclass(frozen=True)
class Site:
    """A config of the stories: its template, its sizes, and the requests of its minutes."""

    template: Data
    sizes: dict[str, int]
    requests: tuple[int, ...]


@dataclass
class Timeline:
    """The rows of a story at one site; a row holds what changes, from its minute on."""

    site: Site
    minutes: int
    rows: dict[int, Row]
    creation: bool = False
    group_complete: int = 0
    replaced: int | None = None  # from when on the alarms name the group that came with an update
    _series: dict[tuple[object, ...], Series] = field(default_factory=dict)
    _states: dict[int, Row] = field(default_factory=dict)

    def series(self, metric: Data, now: int) -> Series:
        """Return a metric; after a replacement the alarms refer to the new group's."""
        new = self.replaced is not None and now >= self.replaced
        if (id(metric), new) not in self._series:
            namespace, name = metric["Namespace"], metric["MetricName"]
            dimensions = {each["Name"]: each["Value"] for each in metric.get("Dimensions", [])}
            key = (namespace, name, tuple(dimensions.items()), new)
            if key not in self._series:
                self._series[key] = Series(
                    lambda minute: self._samples(namespace, name, dimensions, minute, new),
                    self.minutes,
                    len(self.site.requests),
                )
            self._series[id(metric), new] = self._series[key]
        return self._series[id(metric), new]

    def notices(self, now: int) -> list[Data]:
        """Return what the Auto Scaling group itself says in this minute, and to which topics."""
        events = self.rows.get(now, {}).get("notices", [])
        group = self.site.template["Resources"]["AutoScalingGroup"]["Properties"]
        return [
            {"topics": [each["TopicARN"].get("Ref")], "text": event}
            for event in events
            for each in group.get("NotificationConfigurations", [])
            if event in each["NotificationTypes"]
        ]

    def _samples(
        self, namespace: str, name: str, dimensions: Data, minute: int, new: bool
    ) -> Samples:
        if self.creation and minute < 0:
            return ()
        state = self._state(minute)
        if namespace == "AWS::StackName":
            return self._own(name, state) if not dimensions else ()
        known = METRICS.get(namespace, {}).get(name)
        if not known or frozenset(dimensions) not in known.dimensions:
            return ()
        if new and "AutoScalingGroupName" in dimensions:
            # Of the new group: nothing before it exists.
            state = {**state, **{key[4:]: each for key, each in state.items() if key[:4] == "new_"}}
            if state.get("in_service") is None or "new_in_service" not in state:
                return ()
        published = _PUBLISHED.get(name)
        return published(state, dimensions) if published else ()

    def _state(self, minute: int) -> Row:
        """Return all that holds in a minute, sizes and requests as numbers."""
        if minute not in self._states:
            state: Row = dict(USUAL)
            for start, row in sorted(self.rows.items()):
                if start <= max(minute, 0):
                    state.update(row)
                    state["errors"] = row.get("errors", 0) if start == minute else 0
            self._states[minute] = self._resolved(state, minute)
        return self._states[minute]

    def _resolved(self, state: Row, minute: int) -> Row:
        sizes = dict(self.site.sizes)
        for key in ("min", "max", "desired", "in_service", "healthy", "unhealthy", "agents"):
            for name in (key, f"new_{key}"):
                if name in state:
                    state[name] = _number(state[name], {**sizes, **_numbers(state)})
        requests = state["requests"]
        if isinstance(requests, str):
            factor = float(requests.removeprefix("usual").removeprefix("*") or 1)
            usual = self.site.requests[minute % len(self.site.requests)]
            requests = round(usual * factor)
        return {**state, **_requests(requests, state)}

    def _own(self, name: str, state: Row) -> Samples:
        """Return samples of the stack's own namespace: the agent's, and those of metric filters."""
        if name in ("mem_used_percent", "disk_used_percent"):
            value = state["memory" if name.startswith("mem") else "disk"]
            return (Sample(value, state["agents"]),) if state["agents"] else ()
        found: list[Sample] = []
        for resource in self.site.template["Resources"].values():
            if resource["Type"] != "AWS::Logs::MetricFilter":
                continue
            filter_ = resource["Properties"]
            if filter_["MetricTransformations"][0]["MetricName"] == name:
                lines = self._lines(filter_["LogGroupName"]["Ref"], state)
                counted = sum(matches(filter_["FilterPattern"], line) for line in lines)
                # The default value is published for lines that do not match, not for no lines.
                found += [Sample(counted)] if lines else []
        return tuple(found)

    def _lines(self, group: str, state: Row) -> list[str]:
        """Return the lines that reach a log group, by the agent's config."""
        lines = []
        config = str(self.site.template["Resources"]["LaunchTemplate"]["Metadata"])
        for file, key in (("application.log", "application_log"), ("messages", "system_log")):
            entry = config.partition(f'"/var/log/{file}", "log_group_name": "${{')[2]
            if entry.partition("}")[0] == group:
                lines += state[key]
                lines += ["Error: it failed"] * state["log_lines"] if "app" in file else []
        return lines


def _number(value: Any, names: dict[str, int]) -> int:
    """Return a size: a number, a name, a name less a number, or a share such as half healthy."""
    if isinstance(value, int):
        return value
    if value == "none":
        return 0
    if value == "half":
        return names.get("in_service", names["min"]) // 2
    name, sign, rest = str(value).replace("-", " - ").replace("+", " + ").partition(" ")
    offset = int((sign + rest).replace(" ", "") or 0)
    return names[name] + offset


def _numbers(state: Row) -> dict[str, int]:
    return {key: each for key, each in state.items() if isinstance(each, int)}


def _requests(total: int, state: Row) -> Row:
    """Return how many requests are blocked, answered by whom, and with what."""
    blocked = round(total * state["blocked"] / 100)
    rest = total - blocked
    fixed = rest if state["maintenance"] else 0
    refused = round((rest - fixed) * state["refused"] / 100)
    forwarded = rest - fixed - refused
    failed = min(round(forwarded * state["failing"] / 100) + state["errors"], forwarded or 10**9)
    return {
        "blocked_requests": blocked, "allowed_requests": rest, "fixed": fixed,
        "refused_requests": refused, "forwarded": max(forwarded, state["errors"]),
        "failed": failed, "slow_requests": round(forwarded * state["slow"] / 100),
    }  # fmt: skip


def _nonzero(value: float) -> Samples:
    return (Sample(value),) if value else ()


def _times(state: Row) -> Samples:
    slow, all_ = state["slow_requests"], state["forwarded"]
    found = [Sample(0.1, all_ - slow)] if all_ > slow else []
    return (*found, Sample(state["slow_seconds"], slow)) if slow else tuple(found)


def _blocked(state: Row, dimensions: Data) -> Samples:
    """Return requests blocked, all by the rule group that a story is about."""
    return _nonzero(state["blocked_requests"]) if dimensions["Rule"] in ("ALL", "core") else ()


Publisher = Callable[[Row, Data], Samples]


def _level(key: str) -> Publisher:
    return lambda state, _: (Sample(state[key]),)


def _count(key: str) -> Publisher:
    return lambda state, _: _nonzero(state[key])


def _of_instances(key: str) -> Publisher:
    return lambda state, _: (
        (Sample(state[key], state["in_service"]),) if state["in_service"] else ()
    )


_PUBLISHED: dict[str, Publisher] = {
    "RequestCount": _level("forwarded"),
    "HTTPCode_Target_5XX_Count": _count("failed"),
    # Whether fixed responses count here is not documented: the worse case is that they do.
    "HTTPCode_ELB_5XX_Count": lambda state, _: _nonzero(state["refused_requests"] + state["fixed"]),
    "HTTP_Fixed_Response_Count": _count("fixed"),
    "TargetResponseTime": lambda state, _: _times(state),
    "HealthyHostCount": _level("healthy"),
    "UnHealthyHostCount": _level("unhealthy"),
    "TargetConnectionErrorCount": _count("refused_requests"),
    "CPUUtilization": _of_instances("cpu"),
    "CPUSurplusCreditsCharged": _of_instances("surplus_credits"),
    "StatusCheckFailed": _level("impaired"),
    "GroupMinSize": _level("min"),
    "GroupMaxSize": _level("max"),
    "GroupDesiredCapacity": _level("desired"),
    "GroupInServiceInstances": _level("in_service"),
    "NumberOfNotificationsFailed": _count("undelivered"),
    "BlockedRequests": _blocked,
    "AllowedRequests": _count("allowed_requests"),
}
