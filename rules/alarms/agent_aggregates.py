"""The agent's metrics of a whole group."""

from __future__ import annotations

from collections.abc import Iterator

from readiness import ALARM, Finding, Rule, View, aws, is_of_agent, launches, watched


class AgentAggregates(Rule):
    id = "W9626"
    shortdesc = "The agent aggregates the metrics that an alarm watches for a group"
    description = (
        "The agent publishes each metric with all its dimensions, the host or instance among "
        "them. An alarm on the group's name alone has no data unless aggregation_dimensions "
        "asks for that."
    )
    instead = (
        'Add "aggregation_dimensions": [["AutoScalingGroupName"]] and append_dimensions to the '
        "agent's metrics"
    )
    source_url = aws(
        "AmazonCloudWatch/latest/monitoring/CloudWatch-Agent-Configuration-File-Details.html"
    )
    tags = ["alarms", "boot"]
    types = (ALARM,)

    def check_view(self, view: View) -> Iterator[Finding]:
        texts = [launch.boot_text or "" for launch in launches(view)]
        keys = [view.init_keys, *texts]
        configured = any("metrics_collected" in text for text in keys)
        if not configured or any("aggregation_dimensions" in text for text in keys):
            return
        for alarm in view.of(*self.types):
            for item in watched(alarm):
                if is_of_agent(item.metric or "") and item.names == {"AutoScalingGroupName"}:
                    text = f"The agent does not aggregate {item.metric} by group"
                    yield alarm.finding(text, *item.place, "Dimensions")
