"""The agent's metrics of a whole group."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import ALARM, Finding, Rule, View, agents, aws, is_of_agent, watched


class AgentAggregates(Rule):
    id = "WR9626"
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
    assumes = "the configuration in the template is the one that the agent reads"
    source_url = aws(
        "AmazonCloudWatch/latest/monitoring/CloudWatch-Agent-Configuration-File-Details.html"
    )
    tags = ["alarms", "boot"]
    types = (ALARM,)

    def check_view(self, view: View) -> Iterator[Finding]:
        configured = [agent for agent in agents(view) if agent.metrics is not None]
        sets = [names for agent in configured for names in agent.aggregations]
        for alarm in view.of(*self.types) if configured else ():
            for item in watched(alarm):
                names = item.names
                if not is_of_agent(item.metric or "") or names is None:
                    continue
                if names in (set(), {"AutoScalingGroupName"}) and names not in sets:
                    by = "group" if names else "nothing"
                    text = f"The agent does not aggregate {item.metric} by {by}"
                    place = (*item.place, "Dimensions" if names else "MetricName")
                    yield alarm.finding(text, *place)
