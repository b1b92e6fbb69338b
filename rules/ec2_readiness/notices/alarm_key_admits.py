"""A customer managed key must admit CloudWatch."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import Finding, Resource, Rule, View, admits_service, alarm_topics, aws

SERVICE = "cloudwatch.amazonaws.com"


class AlarmKeyAdmits(Rule):
    id = "WR9702"
    shortdesc = "The key of a topic for alarms admits CloudWatch"
    description = (
        "To publish to an encrypted topic CloudWatch needs kms:Decrypt and "
        "kms:GenerateDataKey*. If the key's policy does not say so, alarms go off and their "
        "notifications are dropped."
    )
    instead = (
        "Allow cloudwatch.amazonaws.com kms:Decrypt and kms:GenerateDataKey* in the key's policy"
    )
    source_url = aws("sns/latest/dg/sns-key-management.html")
    tags = ["notices", "alarms", "permissions"]

    def check_view(self, view: View) -> Iterator[Finding]:
        for topic in alarm_topics(view):
            key = self._key(topic)
            if key is None:
                continue
            actions = ("kms:GenerateDataKey", "kms:Decrypt")
            answers = [admits_service(key.get("KeyPolicy"), SERVICE, action) for action in actions]
            if False in answers:
                missing = actions[answers.index(False)]
                yield key.finding(
                    f"CloudWatch may not {missing}, so no alarm reaches {topic.name}", "KeyPolicy"
                )

    @staticmethod
    def _key(topic: Resource) -> Resource | None:
        key = topic.resource("KmsMasterKeyId")
        if key is not None and key.type == "AWS::KMS::Alias":
            key = key.resource("TargetKeyId")
        return key if key is not None and key.type == "AWS::KMS::Key" else None
