"""Failures of a topic that are reported to the topic itself."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import (
    ALARM,
    TOPIC,
    Finding,
    Resource,
    Rule,
    aws,
    called,
    entries,
    pick,
    watched,
)


class NoticesAnotherWay(Rule):
    id = "WR9640"
    shortdesc = "Failed notifications of a topic are reported by another one"
    description = (
        "When a topic cannot deliver, an alarm about that which publishes to the same topic is not "
        "delivered either."
    )
    instead = "Give the alarm on NumberOfNotificationsFailed another topic"
    source_url = aws("sns/latest/dg/sns-monitoring-using-cloudwatch.html")
    tags = ["alarms", "notices"]
    types = (ALARM,)

    def check(self, resource: Resource) -> Iterator[Finding]:
        topics = {
            target.name
            for _, action in called(resource, "AlarmActions")
            for target in [resource.view.target(action)]
            if target is not None and target.type == TOPIC
        }
        for item in watched(resource):
            if not (item.metric or "").startswith("NumberOfNotificationsFailed"):
                continue
            for _, dimension in entries(item.dimensions):
                topic = resource.view.target(pick(dimension, "Value"))
                if topic is not None and topics == {topic.name}:
                    yield resource.finding(
                        f"{topic.name} is to report its own failures", "AlarmActions"
                    )
