"""Alarms and ordered topics."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import Finding, Rule, View, alarm_topics, aws, truth


class AlarmTopicStandard(Rule):
    id = "WR9706"
    shortdesc = "A topic for alarms is a standard topic"
    description = (
        "A message to a FIFO topic needs a group, which CloudWatch does not give: the alarm is "
        "refused, or notifies no person."
    )
    instead = "Leave FifoTopic out"
    source_url = aws("sns/latest/api/API_Publish.html")
    tags = ["notices", "alarms"]

    def check_view(self, view: View) -> Iterator[Finding]:
        for topic in alarm_topics(view):
            if truth(topic.get("FifoTopic")) is True:
                yield topic.finding("CloudWatch cannot publish to a FIFO topic", "FifoTopic")
