"""Where the agent publishes, and where the alarm looks."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import (
    ALARM,
    Finding,
    Rule,
    View,
    agents,
    aws,
    is_of_agent,
    pick,
    shown,
    watched,
)


class AgentNamespace(Rule):
    id = "WR9625"
    shortdesc = "An alarm looks for the agent's metrics where the agent publishes them"
    description = (
        "The agent's configuration names the namespace of its metrics, CWAgent unless said. An "
        "alarm on another one has no data."
    )
    instead = "Write the same namespace in the agent's configuration and in the alarm"
    assumes = "the configuration in the template is the one that the agent reads"
    source_url = aws(
        "AmazonCloudWatch/latest/monitoring/CloudWatch-Agent-Configuration-File-Details.html"
    )
    tags = ["alarms", "boot"]
    types = (ALARM,)

    def check_view(self, view: View) -> Iterator[Finding]:
        found = {agent.namespace for agent in agents(view) if agent.metrics is not None}
        if not found or any("${?}" in name for name in found):
            return
        for alarm in view.of(*self.types):
            for item in watched(alarm):
                namespace = shown(pick(alarm.properties, *item.place, "Namespace"))
                if is_of_agent(item.metric or "") and namespace not in found:
                    text = f"The agent publishes {item.metric} to {min(found)}"
                    yield alarm.finding(text, *item.place, "Namespace")
