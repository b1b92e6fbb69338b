"""Where the agent publishes, and where the alarm looks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from readiness import ALARM, Finding, Rule, View, aws, is_of_agent, launches, watched

NAMESPACE = re.compile(r"\"namespace\"\s*:\s*\"([^\"]+)\"")


class AgentNamespace(Rule):
    id = "W9625"
    shortdesc = "An alarm looks for the agent's metrics where the agent publishes them"
    description = (
        "The agent's configuration names the namespace of its metrics, CWAgent unless said. An "
        "alarm on another one has no data."
    )
    instead = "Write the same namespace in the agent's configuration and in the alarm"
    source_url = aws(
        "AmazonCloudWatch/latest/monitoring/CloudWatch-Agent-Configuration-File-Details.html"
    )
    tags = ["alarms", "boot"]
    types = (ALARM,)

    def check_view(self, view: View) -> Iterator[Finding]:
        texts = [launch.boot_text or "" for launch in launches(view)]
        found = {
            name
            for text in texts
            if "metrics_collected" in text
            for name in NAMESPACE.findall(text)
        }
        if not found or any("$" in name for name in found):
            return
        for alarm in view.of(*self.types):
            for item in watched(alarm):
                if (
                    is_of_agent(item.metric or "")
                    and item.namespace is not None
                    and item.namespace not in found
                ):
                    text = f"The agent publishes {item.metric} to {min(found)}"
                    yield alarm.finding(text, *item.place, "Namespace")
