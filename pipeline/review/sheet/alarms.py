"""Each alarm: its condition and meaning, the first action, and where it goes."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from pipeline.review.fleet import seconds as iso_seconds
from pipeline.review.sheet.stack import Properties, Stack
from pipeline.review.wording import duration

_COMPARISONS = {
    "GreaterThanThreshold": ">",
    "GreaterThanOrEqualToThreshold": ">=",
    "LessThanThreshold": "<",
    "LessThanOrEqualToThreshold": "<=",
    "GreaterThanUpperThreshold": "above",
    "LessThanLowerThreshold": "below",
    "LessThanLowerOrGreaterThanUpperThreshold": "outside",
}
_CHANNELS = {
    "AWS::Chatbot::SlackChannelConfiguration": ("Slack", "SlackChannelId"),
    "AWS::Chatbot::MicrosoftTeamsChannelConfiguration": ("Teams", "TeamsChannelId"),
}
_STATE = re.compile(r"\bALARM\(\"?(?:\$\{(\w+)\}|([^\"()]+))\"?\)")
_OPERATOR = re.compile(r"\b(AND|OR|NOT)\b")
_ALARM, _COMPOSITE = "AWS::CloudWatch::Alarm", "AWS::CloudWatch::CompositeAlarm"


class AlarmRow(NamedTuple):
    """An alarm as the sheet shows it; `acts` are the scaling policies that it starts.

    An alarm without actions of its own goes to the composite alarms that it is part of.
    """

    name: str
    condition: str
    meaning: str
    first: str
    receivers: list[str]
    acts: list[str]


def alarm_rows(stack: Stack) -> list[AlarmRow]:
    """Return the alarms in template order."""
    found = []
    for name, properties in stack.of_type(_ALARM, _COMPOSITE):
        meaning, _, first = stack.words(properties.get("AlarmDescription", "")).partition(". ")
        actions = properties.get("AlarmActions", [])
        people = [each for action in actions for each in _receivers(stack, action)]
        acts = [each for action in actions for each in _acts(stack, action)]
        condition = (
            _composite(stack, properties)
            if "AlarmRule" in properties
            else _condition(stack, properties)
        )
        found.append(
            AlarmRow(name, condition, meaning.rstrip("."), first.rstrip("."), people, acts)
        )
    return [_with_composites(stack, each) for each in found]


def notices(stack: Stack) -> list[str]:
    """Return, as sentences, what Auto Scaling groups publish, and when alarms are muted."""
    found = _mutings(stack)
    for name, properties in stack.of_type("AWS::AutoScaling::AutoScalingGroup"):
        for each in properties.get("NotificationConfigurations", []):
            people = ", ".join(_receivers(stack, each.get("TopicARN")))
            kinds = [
                stack.words(kind).rpartition(":")[2] for kind in each.get("NotificationTypes", [])
            ]
            found.append(f"{name} also reports to {people or 'nothing'}: {', '.join(kinds)}.")
    return found


def _mutings(stack: Stack) -> list[str]:
    found = []
    for name, properties in stack.of_type("AWS::CloudWatch::AlarmMuteRule"):
        schedule = properties.get("Rule", {}).get("Schedule", {})
        words = {key: stack.words(value) for key, value in schedule.items()}
        zone = f" {words['Timezone']}" if "Timezone" in words else ""
        length = duration(iso_seconds(words["Duration"]))
        found.append(f"{name}: no messages for {length} from {words['Expression']}{zone} on.")
    return found


def _with_composites(stack: Stack, row: AlarmRow) -> AlarmRow:
    """Return an alarm with the composite alarms that it is part of, where it has no action."""
    if row.receivers or row.acts:
        return row
    around = [
        f"part of {name}"
        for name, properties in stack.of_type(_COMPOSITE)
        if row.name in stack.targets(properties.get("AlarmRule"))
    ]
    return row._replace(receivers=around or ["nothing: it has no action"])


def receivers(stack: Stack, topic: str) -> list[str]:
    """Return the receivers of what is published to a topic of the stack."""
    found = []
    for _, properties in stack.of_type("AWS::SNS::Subscription"):
        if topic in stack.targets(properties.get("TopicArn")):
            found.append(stack.words(properties.get("Endpoint")))
    for type_, (kind, id_) in _CHANNELS.items():
        for _, properties in stack.of_type(type_):
            if topic in stack.targets(properties.get("SnsTopicArns", [])):
                found.append(f"{kind} channel {stack.words(properties.get(id_))}")
    return found


def _receivers(stack: Stack, action: Any) -> list[str]:
    targets = stack.targets(action)
    if not targets:
        return [stack.words(action)]
    topics = [each for each in targets if stack.resources[each]["Type"] == "AWS::SNS::Topic"]
    return [receiver for topic in topics for receiver in receivers(stack, topic)]


def _acts(stack: Stack, action: Any) -> list[str]:
    return [
        each for each in stack.targets(action) if stack.resources[each]["Type"] != "AWS::SNS::Topic"
    ]


def _condition(stack: Stack, properties: Properties) -> str:
    comparison = stack.words(properties.get("ComparisonOperator", ""))
    sign = _COMPARISONS.get(comparison, comparison)
    threshold = stack.words(properties.get("Threshold", "the band"))
    return f"{_measure(stack, properties)} {sign} {threshold}, {_when(stack, properties)}"


def _measure(stack: Stack, properties: Properties) -> str:
    metrics = properties.get("Metrics")
    if not metrics:
        statistic = properties.get("ExtendedStatistic") or properties.get("Statistic", "")
        return f"{stack.words(statistic)} of {stack.words(properties.get('MetricName', ''))}"
    names = [each.get("MetricStat", {}).get("Metric", {}).get("MetricName") for each in metrics]
    band = properties.get("ThresholdMetricId")
    shown = [
        each for each in metrics if each.get("ReturnData", True) is True and each.get("Id") != band
    ]
    label = (
        stack.words(shown[0].get("Label") or shown[0].get("Id", "")) if shown else "an expression"
    )
    return f"{label} of " + " and ".join(stack.words(each) for each in names if each)


def _when(stack: Stack, properties: Properties) -> str:
    periods = stack.number(properties.get("EvaluationPeriods", 1))
    needed = stack.number(properties.get("DatapointsToAlarm", periods)) or periods
    seconds = stack.number(properties.get("Period", 0)) or max(
        [
            stack.number(each.get("MetricStat", {}).get("Period", 0))
            for each in properties.get("Metrics", [])
        ],
        default=60,
    )
    length = duration(seconds)
    if needed == periods:
        return f"for {length}" if periods == 1 else f"{periods} times in a row, {length} each"
    return f"{needed} of {periods} times, {length} each"


def _composite(stack: Stack, properties: Properties) -> str:
    rule = _STATE.sub(r"\1\2", stack.words(properties.get("AlarmRule")))
    words = _OPERATOR.sub(lambda match: match[0].lower(), rule)
    suppressor = ", ".join(stack.targets(properties.get("ActionsSuppressor", "")))
    quiet = f"; no action while {suppressor} is in ALARM" if suppressor else ""
    return f"in ALARM: {words}{quiet}"
