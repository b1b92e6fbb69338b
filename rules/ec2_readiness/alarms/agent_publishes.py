"""Memory and disk are known to the agent only."""

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
    launches,
    may_publish,
    pick,
    shown,
    strings,
    watched,
)


class AgentPublishes(Rule):
    id = "WR9610"
    shortdesc = "Metrics of the CloudWatch agent have an agent"
    description = (
        "Memory and disk metrics come from the CloudWatch agent: no agent, no data, no alarm."
    )
    instead = "Install and start amazon-cloudwatch-agent in the boot script"
    assumes = "nothing but the configuration in the template starts the agent"
    source_url = aws("AmazonCloudWatch/latest/monitoring/Install-CloudWatch-Agent.html")
    tags = ["alarms", "boot"]
    types = (ALARM,)

    def check_view(self, view: View) -> Iterator[Finding]:
        configured = [agent for agent in agents(view) if agent.metrics is not None]
        if not configured:
            yield from self._without_agent(view)
            return
        spaces = {agent.namespace for agent in configured}
        others = view.of("AWS::Logs::MetricFilter")
        published = {
            shown(name) for one in others for name in strings(one.get("MetricTransformations"))
        }
        for alarm in view.of(*self.types):
            for item in watched(alarm):
                metric = item.metric or ""
                namespace = pick(alarm.properties, *item.place, "Namespace")
                own = shown(namespace) in spaces and metric not in published and bool(metric)
                own = own and not any(
                    "put-metric-data" in (x.boot_text or "") for x in launches(view)
                )
                if (is_of_agent(metric) or own) and not any(
                    agent.measures(metric) for agent in configured
                ):
                    yield alarm.finding(
                        f"The agent does not measure {metric}", *item.place, "MetricName"
                    )

    def _without_agent(self, view: View) -> Iterator[Finding]:
        found = list(launches(view))
        texts = [launch.possible_text for launch in found]
        if not found or not all(
            launch.uses_public_image or text for launch, text in zip(found, texts, strict=False)
        ):
            return
        if any(may_publish(text or "") for text in texts) or view.of("AWS::SSM::Association"):
            return
        for alarm in view.of(*self.types):
            for item in watched(alarm):
                if item.namespace == "CWAgent" or is_of_agent(item.metric or ""):
                    yield alarm.finding(
                        f"No agent publishes {item.metric}", *item.place, "Namespace"
                    )
