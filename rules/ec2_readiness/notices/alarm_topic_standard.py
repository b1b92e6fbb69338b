"""Alarms and ordered topics."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import Finding, Rule, View, alarm_topics, aws, truth


class AlarmTopicStandard(Rule):
    id = "ER9706"
    shortdesc = "A topic for alarms is a standard topic"
    description = (
        "CloudWatch does not publish to FIFO topics: an alarm with one as its action is refused."
    )
    instead = "Leave FifoTopic out"
    source_url = aws("AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html")
    tags = ["notices", "alarms"]

    def check_view(self, view: View) -> Iterator[Finding]:
        for topic in alarm_topics(view):
            if truth(topic.get("FifoTopic")) is True:
                yield topic.finding("CloudWatch cannot publish to a FIFO topic", "FifoTopic")
