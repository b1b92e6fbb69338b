"""The topics that carry alerts: who hears them, and who may speak."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from tests.deploy.standing import Standing

TYPE = "AWS::SNS::Topic"
SUBSCRIPTION = "AWS::SNS::Subscription"
Data = dict[str, Any]


def check(standing: Standing) -> Iterator[str]:
    """Complain of a topic that nobody hears, or that alarms may not publish to."""
    for name, arn in standing.deployed(TYPE).items():
        subscriptions = _subscriptions(standing, arn)
        if not subscriptions:
            yield f"nobody hears {name}"
        yield from _policy(standing, name, arn)
    yield from _address(standing)


def topics(standing: Standing) -> list[str]:
    """Return the ARNs of the topics that alarms may call: the stack's, and one that it is given."""
    given = standing.subject.setting("alerts.topic_arn")
    return [*standing.deployed(TYPE).values(), *([given] if given else [])]


def _subscriptions(standing: Standing, arn: str) -> list[Data]:
    answer = standing.client("sns").list_subscriptions_by_topic(TopicArn=arn)
    return list(answer["Subscriptions"])


def _address(standing: Standing) -> Iterator[str]:
    wanted = standing.value("alerts.email", "AdminEmail")
    emails = [
        each for each in standing.expected(SUBSCRIPTION).values() if each["Protocol"] == "email"
    ]
    for subscription in emails:
        found = [each["Endpoint"] for each in _subscriptions(standing, subscription["TopicArn"])]
        if subscription["Endpoint"] not in found:
            yield f"{subscription['Endpoint']} is not subscribed"
    if wanted and wanted not in [each["Endpoint"] for each in emails]:
        yield f"alerts do not reach {wanted}"


def _policy(standing: Standing, name: str, arn: str) -> Iterator[str]:
    answer = standing.client("sns").get_topic_attributes(TopicArn=arn)
    policy = json.loads(answer["Attributes"]["Policy"])
    allowed = [each for each in policy["Statement"] if _admits_alarms(each, arn)]
    if not allowed:
        yield f"alarms may not publish to {name}"
    if any("Condition" not in each for each in allowed):
        yield f"alarms of any account may publish to {name}"


def _admits_alarms(statement: Data, arn: str) -> bool:
    principal = statement.get("Principal", {})
    services = principal.get("Service", []) if isinstance(principal, dict) else []
    names = [services] if isinstance(services, str) else services
    resources = statement.get("Resource", [])
    return (
        statement["Effect"] == "Allow"
        and "cloudwatch.amazonaws.com" in names
        and arn in ([resources] if isinstance(resources, str) else resources)
    )
