"""A topic without a subscription."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import ALARM, COMPOSITE, Finding, Rule, View, alarm_topics, aws

IDLE = (
    ALARM,
    COMPOSITE,
    "AWS::SNS::TopicPolicy",
    "AWS::KMS::Key",
    "AWS::AutoScaling::AutoScalingGroup",
)


class TopicHasSubscriber(Rule):
    id = "WR9704"
    shortdesc = "The topic that alarms publish to has a subscription"
    description = "An alarm that publishes to a topic without a subscription notifies no person."
    instead = "Add an AWS::SNS::Subscription"
    assumes = "no person or other stack subscribes to it"
    source_url = aws("sns/latest/dg/sns-create-subscribe-endpoint-to-topic.html")
    tags = ["notices", "alarms"]

    def check_view(self, view: View) -> Iterator[Finding]:
        for topic in alarm_topics(view):
            elsewhere = view.is_exposed(topic) and not view.of("AWS::SNS::Subscription")
            if topic.get("Subscription") or elsewhere or topic.has("TopicName"):
                continue
            if all(user.type in IDLE for user in view.users(topic)):
                yield topic.finding_at("This topic has no subscription")
