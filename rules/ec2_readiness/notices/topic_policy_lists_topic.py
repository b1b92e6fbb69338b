"""The topics of a topic policy."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import TOPIC, Finding, Resource, Rule, Value, as_list, aws, entries


class TopicPolicyListsTopic(Rule):
    id = "ER9707"
    shortdesc = "A topic policy lists topics, by ARN"
    description = (
        "SNS refuses a policy for something that is no topic, or a topic named otherwise than "
        "by ARN."
    )
    instead = "Write Topics: [!Ref <topic>]"
    source_url = aws("AWSCloudFormation/latest/TemplateReference/aws-resource-sns-topicpolicy.html")
    tags = ["notices"]
    types = ("AWS::SNS::TopicPolicy", "AWS::SNS::Subscription")

    def check(self, resource: Resource) -> Iterator[Finding]:
        values: list[tuple[tuple[str | int, ...], Value]] = [
            (("Topics", index), value) for index, value in entries(resource.get("Topics"))
        ]
        values += [(("TopicArn",), value) for value in as_list(resource.get("TopicArn"))]
        for place, value in values:
            target = resource.view.target(value)
            if target is not None and target.is_other_than(TOPIC):
                yield resource.finding(f"{target.name} is of type {target.type}", *place)
            elif (
                target is not None
                and target.type == TOPIC
                and value.attribute not in ("", "TopicArn", "Arn")
            ):
                yield resource.finding(f"{value.shown()} is no ARN", *place)
