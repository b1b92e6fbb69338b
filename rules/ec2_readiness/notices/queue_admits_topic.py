"""A queue that admits no topic."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import (
    TOPIC,
    Finding,
    Resource,
    Rule,
    Value,
    View,
    admits_service,
    as_list,
    aws,
    pick,
)

POLICIES = ("AWS::SQS::QueuePolicy", "AWS::SQS::QueueInlinePolicy")


class QueueAdmitsTopic(Rule):
    id = "WR9715"
    shortdesc = "A queue that subscribes to a topic admits it"
    description = (
        "SNS delivers to a queue only if the queue's policy lets sns.amazonaws.com send: "
        "without it the messages are dropped."
    )
    instead = "Add an AWS::SQS::QueuePolicy that allows sqs:SendMessage to sns.amazonaws.com"
    source_url = aws("sns/latest/dg/subscribe-sqs-queue-to-sns-topic.html")
    tags = ["notices"]

    def check_view(self, view: View) -> Iterator[Finding]:
        for holder, place, item in self._subscriptions(view):
            queue = view.target(pick(item, "Endpoint"))
            if pick(item, "Protocol") != "sqs" or queue is None or queue.type != "AWS::SQS::Queue":
                continue
            policies = [p for p in view.of(*POLICIES) if self._may_be_of(p, queue)]
            answers = [
                admits_service(p.get("PolicyDocument"), "sns.amazonaws.com", "sqs:SendMessage")
                for p in policies
            ]
            if all(answer is False for answer in answers) and not view.is_exposed(queue):
                yield holder.finding(f"{queue.name} does not admit the topic", *place, "Endpoint")

    @staticmethod
    def _may_be_of(policy: Resource, queue: Resource) -> bool:
        queues = [*as_list(policy.get("Queues")), policy.get("Queue")]
        return any(queue.may_be(value) for value in queues)

    @staticmethod
    def _subscriptions(view: View) -> Iterator[tuple[Resource, tuple[str | int, ...], Value]]:
        for resource in view.of("AWS::SNS::Subscription"):
            yield resource, (), resource.properties
        for topic in view.of(TOPIC):
            for index, item in topic.entries("Subscription"):
                yield topic, ("Subscription", index), item
