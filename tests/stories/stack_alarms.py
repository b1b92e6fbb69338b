"""The alarms of a template, references resolved to logical ids, and who gets their messages."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

Data = dict[str, Any]
METRIC_ALARM, COMPOSITE_ALARM = "AWS::CloudWatch::Alarm", "AWS::CloudWatch::CompositeAlarm"
GROUP = "AutoScalingGroup"
RECEIVERS = {"AlertTopic": "page", "TicketTopic": "ticket", "FallbackTopic": "fallback"}


@dataclass(frozen=True)
class StackAlarms:
    """Properties of metric and composite alarms by logical id, and the filters of subscriptions."""

    metric: dict[str, Data]
    composite: dict[str, Data]
    subscriptions: list[Data]
    after_group: frozenset[str]

    def receivers(self, actions: list[str], message: Data) -> list[str]:
        """Return who gets a message: the topics of which a subscription's filter passes it."""
        return [
            RECEIVERS.get(action, action)
            for action in actions
            if any(
                each["TopicArn"] == action and _passes(each.get("FilterPolicy"), message)
                for each in self.subscriptions
            )
        ]


def read_alarms(template: Data) -> StackAlarms:
    """Return the alarms of a template that send messages or are part of those that do."""
    resources = template["Resources"]
    found = {name: _resolved(each.get("Properties", {})) for name, each in resources.items()}
    of_type = {
        kind: {name: found[name] for name, each in resources.items() if each["Type"] == kind}
        for kind in (METRIC_ALARM, COMPOSITE_ALARM, "AWS::SNS::Subscription")
    }
    alarms = {**of_type[METRIC_ALARM], **of_type[COMPOSITE_ALARM]}
    return StackAlarms(
        of_type[METRIC_ALARM],
        of_type[COMPOSITE_ALARM],
        list(of_type["AWS::SNS::Subscription"].values()),
        frozenset(name for name in alarms if GROUP in _needed(name, resources)),
    )


def _needed(name: str, resources: Data) -> set[str]:
    """Return all resources that CloudFormation creates before this one."""
    seen: set[str] = set()
    pending = [name]
    while pending:
        for each in _mentioned(resources[pending.pop()]):
            if each in resources and each not in seen:
                seen.add(each)
                pending.append(each)
    return seen


def _mentioned(value: Any) -> set[str]:
    if isinstance(value, list):
        return {name for item in value for name in _mentioned(item)}
    if not isinstance(value, dict):
        return set()
    found = {name for item in value.values() for name in _mentioned(item)}
    for key in ("Ref", "DependsOn"):
        names = value.get(key, [])
        found.update([names] if isinstance(names, str) else names)
    if "Fn::GetAtt" in value:
        found.add(value["Fn::GetAtt"][0])
    if "Fn::Sub" in value:
        found.update(name.partition(".")[0] for name in re.findall(r"\$\{([\w.]+)\}", str(value)))
    return found


def _resolved(value: Any) -> Any:
    """Replace each reference by the logical id that it refers to."""
    if isinstance(value, list):
        return [_resolved(item) for item in value]
    if not isinstance(value, dict):
        return value
    if set(value) == {"Ref"}:
        return value["Ref"]
    if set(value) == {"Fn::GetAtt"}:
        return value["Fn::GetAtt"][0]
    if set(value) == {"Fn::Sub"} and isinstance(value["Fn::Sub"], str):
        return re.sub(r"\$\{([\w:]+)(?:\.\w+)?\}", r"\1", value["Fn::Sub"])
    return {key: _resolved(item) for key, item in value.items()}


def _passes(policy: Data | None, message: Data) -> bool:
    """Tell whether a subscription's filter passes a message: strings and $or only.

    https://docs.aws.amazon.com/sns/latest/dg/subscription-filter-policy-constraints.html
    """
    if policy is None:
        return True
    for key, wanted in policy.items():
        if key == "$or":
            if not any(_passes(each, message) for each in wanted):
                return False
        elif not any(_matches(each, message.get(key)) for each in wanted):
            return False
    return True


def _matches(wanted: Any, value: str | None) -> bool:
    if isinstance(wanted, dict):
        return bool(wanted["exists"]) == (value is not None)
    return bool(wanted == value)
