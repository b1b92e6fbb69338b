"""The alarm topics: subscriptions and the topic policy."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from tests.deploy.stack.deployed_stack import DeployedStack

TYPE = "AWS::SNS::Topic"
SUBSCRIPTION = "AWS::SNS::Subscription"
Data = dict[str, Any]


def check(deployed: DeployedStack) -> Iterator[str]:
    """Yield topics without a subscription, and topics that alarms may not publish to."""
    for name, arn in deployed.physical_ids(TYPE).items():
        subscriptions = _subscriptions(deployed, arn)
        if not subscriptions:
            yield f"{name} has no subscription"
        yield from _policy(deployed, name, arn)
    yield from _address(deployed)


def topics(deployed: DeployedStack) -> list[str]:
    """Return the ARNs of the stack's topics and of the config's existing topic."""
    given = deployed.config.setting("alerts.topic_arn")
    return [*deployed.physical_ids(TYPE).values(), *([given] if given else [])]


def _subscriptions(deployed: DeployedStack, arn: str) -> list[Data]:
    answer = deployed.client("sns").list_subscriptions_by_topic(TopicArn=arn)
    return list(answer["Subscriptions"])


def _address(deployed: DeployedStack) -> Iterator[str]:
    if deployed.config.setting("alerts.topic_arn"):
        return
    wanted = deployed.value("alerts.email", "AdminEmail")
    emails = [
        each for each in deployed.expected(SUBSCRIPTION).values() if each["Protocol"] == "email"
    ]
    for subscription in emails:
        found = [each["Endpoint"] for each in _subscriptions(deployed, subscription["TopicArn"])]
        if subscription["Endpoint"] not in found:
            yield f"{subscription['Endpoint']} is not subscribed"
    if wanted and wanted not in [each["Endpoint"] for each in emails]:
        yield f"{wanted} has no e-mail subscription"


def _policy(deployed: DeployedStack, name: str, arn: str) -> Iterator[str]:
    answer = deployed.client("sns").get_topic_attributes(TopicArn=arn)
    policy = json.loads(answer["Attributes"]["Policy"])
    allowed = [each for each in policy["Statement"] if _allows_alarms(each, arn)]
    if not allowed:
        yield f"alarms may not publish to {name}"
    if any("Condition" not in each for each in allowed):
        yield f"alarms of any account may publish to {name}"


def _allows_alarms(statement: Data, arn: str) -> bool:
    principal = statement.get("Principal", {})
    services = principal.get("Service", []) if isinstance(principal, dict) else []
    names = [services] if isinstance(services, str) else services
    resources = statement.get("Resource", [])
    return (
        statement["Effect"] == "Allow"
        and "cloudwatch.amazonaws.com" in names
        and arn in ([resources] if isinstance(resources, str) else resources)
    )
