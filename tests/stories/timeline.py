"""What happens in a story, as the metrics that AWS would publish, a row a minute."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from tests.cloudwatch.filter_pattern import matches
from tests.cloudwatch.metrics import METRICS
from tests.cloudwatch.series import Series
from tests.cloudwatch.statistic import Sample, Samples
from tests.stories.published import PUBLISHED
from tests.stories.row import USUAL, Row, number, numbers, requests_of

Data = dict[str, Any]


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
        published = PUBLISHED.get(name)
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
                    state[name] = number(state[name], {**sizes, **numbers(state)})
        requests = state["requests"]
        if isinstance(requests, str):
            factor = float(requests.removeprefix("usual").removeprefix("*") or 1)
            usual = self.site.requests[minute % len(self.site.requests)]
            requests = round(usual * factor)
        return {**state, **requests_of(requests, state)}

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
