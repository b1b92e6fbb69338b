"""What a subscription needs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ec2_readiness.engine import Finding, Resource, Rule, aws, pick, string, truth

ENDPOINTS = {
    "email": re.compile(r"^[^@\s]+@[^@\s]+\.[^@\s]+$"),
    "email-json": re.compile(r"^[^@\s]+@[^@\s]+\.[^@\s]+$"),
    "https": re.compile(r"^https://"),
    "http": re.compile(r"^http://"),
    "sqs": re.compile(r"^arn:"),
    "lambda": re.compile(r"^arn:"),
    "firehose": re.compile(r"^arn:"),
    "sms": re.compile(r"^\+?[0-9 -]+$"),
    "application": re.compile(r"^arn:"),
}


class SubscriptionIsValid(Rule):
    id = "ER9705"
    shortdesc = "A subscription has an endpoint that suits its protocol"
    description = (
        "SNS refuses a subscription whose endpoint does not suit its protocol, raw delivery to "
        "e-mail, and anything but queues behind a FIFO topic."
    )
    instead = "Write for example Protocol: email and Endpoint: an address"
    source_url = aws("sns/latest/api/API_Subscribe.html")
    tags = ["notices"]
    types = ("AWS::SNS::Subscription", "AWS::SNS::Topic")

    def check(self, resource: Resource) -> Iterator[Finding]:
        if resource.type == "AWS::SNS::Subscription":
            yield from self._one(resource, (), resource.properties, resource.resource("TopicArn"))
        for index, item in resource.entries("Subscription"):
            yield from self._one(resource, ("Subscription", index), item, resource)

    def _one(
        self, resource: Resource, place: tuple[str | int, ...], item: object, topic: Resource | None
    ) -> Iterator[Finding]:
        protocol, endpoint = string(pick(item, "Protocol")) or "", pick(item, "Endpoint")
        if protocol and protocol not in ENDPOINTS:
            yield resource.finding(f"There is no protocol {protocol!r}", *place, "Protocol")
        elif protocol and endpoint is None:
            yield resource.finding("The subscription has no endpoint", *place)
        elif isinstance(endpoint, str) and protocol and not ENDPOINTS[protocol].match(endpoint):
            yield resource.finding(
                f"{endpoint!r} is no endpoint for {protocol}", *place, "Endpoint"
            )
        elif protocol.startswith("email") and truth(pick(item, "RawMessageDelivery")) is True:
            yield resource.finding("E-mail has no raw delivery", *place, "RawMessageDelivery")
        elif (
            topic is not None
            and truth(topic.get("FifoTopic")) is True
            and protocol not in ("sqs", "")
        ):
            yield resource.finding(
                f"A FIFO topic does not deliver to {protocol}", *place, "Protocol"
            )
