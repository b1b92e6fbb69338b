"""A filter policy that no alarm passes."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import (
    ALARM,
    TOPIC,
    Finding,
    Hole,
    Resource,
    Rule,
    Value,
    View,
    alarm_topics,
    as_list,
    aws,
    pick,
)

STATES = ("OK", "ALARM", "INSUFFICIENT_DATA")
KEYS = [
    "AlarmName",
    "AlarmDescription",
    "AWSAccountId",
    "AlarmConfigurationUpdatedTimestamp",
    "NewStateValue",
    "NewStateReason",
    "StateChangeTime",
    "Region",
    "AlarmArn",
    "OldStateValue",
    "OKActions",
    "AlarmActions",
    "InsufficientDataActions",
    "Trigger",
    "AlarmRule",
    "TriggeringChildren",
    "ActionsSuppressedBy",
    "ActionsSuppressor",
    "ActionsSuppressedReason",
    "AlarmContributorId",
    "AlarmContributorAttributes",
]


class FilterPolicyFits(Rule):
    id = "WR9718"
    shortdesc = "The filter policy of a topic for alarms lets alarms through"
    description = (
        "A notification of CloudWatch has no message attributes: a filter policy on attributes, "
        "which is the default scope, drops every alarm. So does one on a key or a state that is "
        "not in the message. SNS refuses a policy whose values are no lists."
    )
    instead = "Write FilterPolicyScope: MessageBody, and keys and states as CloudWatch sends them"
    assumes = "the subscription is for alarms where it filters by the keys of alarms"
    source_url = aws("sns/latest/api/API_SetSubscriptionAttributes.html")
    tags = ["notices", "alarms"]

    def check_view(self, view: View) -> Iterator[Finding]:
        topics = alarm_topics(view) if view.of(ALARM) else []
        for holder, place, item, topic in _subscriptions(view):
            policy = pick(item, "FilterPolicy")
            if topic in topics and isinstance(policy, dict):
                for problem in _problems(policy, pick(item, "FilterPolicyScope")):
                    yield holder.finding(problem, *place, "FilterPolicy")
                    break


def _subscriptions(
    view: View,
) -> Iterator[tuple[Resource, tuple[str | int, ...], Value, Resource | None]]:
    for resource in view.of("AWS::SNS::Subscription"):
        yield resource, (), resource.properties, resource.resource("TopicArn")
    for topic in view.of(TOPIC):
        for index, item in topic.entries("Subscription"):
            yield topic, ("Subscription", index), item, topic


def _problems(policy: dict[str, Value], scope: Value) -> Iterator[str]:
    if scope in (None, "MessageAttributes"):
        yield "Alarms have no message attributes to filter by"
        return
    choices = [policy, *(one for one in as_list(policy.get("$or")) if isinstance(one, dict))]
    pairs = [(key, value) for one in choices for key, value in one.items() if key != "$or"]
    for key, value in pairs:
        if not isinstance(value, (list, dict, Hole)):
            yield f"{key} has no list of values"
        if key.endswith("StateValue") and isinstance(value, list):
            for state in value:
                if isinstance(state, str) and state not in STATES:
                    yield f"No alarm is in the state {state!r}"
    if pairs and not any(key in KEYS for key, _ in pairs):
        yield f"No alarm's message has {pairs[0][0]}"
    for key, _ in pairs:
        if key not in KEYS and key.lower().startswith(("newstate", "oldstate", "alarm")):
            yield f"No alarm's message has {key}"
