"""An alarm on a metric that the log's filter calls otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from ec2_readiness.engine import (
    ALARM,
    Finding,
    Rule,
    View,
    aws,
    entries,
    is_of_agent,
    is_other,
    launches,
    pick,
    shown,
)


class FilterPublishes(Rule):
    id = "WR9611"
    shortdesc = "An alarm on a log's metric names it as the filter does"
    description = (
        "An alarm whose metric name, namespace or dimensions differ from the metric filter's has "
        "no data."
    )
    instead = "Write the same namespace, name and dimensions in filter and alarm"
    assumes = "nothing else publishes to the namespace of the filter"
    source_url = aws("AmazonCloudWatch/latest/logs/MonitoringLogData.html")
    tags = ["alarms", "logs"]
    types = (ALARM,)

    def check_view(self, view: View) -> Iterator[Finding]:
        published: dict[str, set[str]] = {}
        plain: set[tuple[str, str]] = set()  # metrics without dimensions
        for source in view.of("AWS::Logs::MetricFilter"):
            for _, item in entries(source.get("MetricTransformations")):
                names = published.setdefault(shown(pick(item, "MetricNamespace")), set())
                names.add(shown(pick(item, "MetricName")))
                if pick(item, "Dimensions") is None:
                    plain.add(
                        (shown(pick(item, "MetricNamespace")), shown(pick(item, "MetricName")))
                    )
        for alarm in view.of(*self.types):
            metric, namespace = alarm.get("MetricName"), shown(alarm.get("Namespace"))
            if not published or metric is None or is_of_agent(shown(metric)):
                continue
            if namespace.startswith(("AWS/", "CWAgent", "ECS/")) or self._is_told(view, metric):
                continue
            every = {name for names in published.values() for name in names}
            if (namespace, shown(metric)) in plain and alarm.states("Dimensions"):
                text = f"The filter publishes {shown(metric)} without dimensions"
                yield alarm.finding(text, "Dimensions")
            if namespace in published and shown(metric) not in published[namespace]:
                if "${" not in shown(metric) and not any(
                    "${" in name for name in published[namespace]
                ):
                    near = get_close_matches(shown(metric), published[namespace], 1, 0.8)
                    if near:  # the application may publish to the namespace as well
                        text = f"No filter publishes {shown(metric)}, but one does {near[0]}"
                        yield alarm.finding(text, "MetricName")
            elif is_other(alarm.get("Namespace"), *published) and shown(metric) in every:
                yield alarm.finding(
                    f"The filter of {shown(metric)} publishes to another namespace", "Namespace"
                )

    @staticmethod
    def _is_told(view: View, metric: object) -> bool:
        """A script names the metric: it may publish it."""
        return any(shown(metric) in (launch.possible_text or "") for launch in launches(view))
