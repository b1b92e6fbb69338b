"""A key that CloudWatch may not use."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import Finding, Rule, View, alarm_topics, aws, shown


class AlarmTopicKey(Rule):
    id = "WR9701"
    shortdesc = "A topic for alarms is not encrypted with the AWS managed key"
    description = (
        "CloudWatch may not use alias/aws/sns, and that key's policy cannot be changed: alarms "
        "go off and their notifications are dropped."
    )
    instead = "Use a key of your own whose policy admits cloudwatch.amazonaws.com"
    source_url = aws("sns/latest/dg/sns-key-management.html")
    tags = ["notices", "alarms"]

    def check_view(self, view: View) -> Iterator[Finding]:
        for topic in alarm_topics(view):
            if shown(topic.get("KmsMasterKeyId")).endswith("alias/aws/sns"):
                yield topic.finding(
                    "CloudWatch cannot publish to a topic with this key", "KmsMasterKeyId"
                )
