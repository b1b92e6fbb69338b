"""Each alarm: its condition and meaning, the first action, and where it goes."""

from typing import Any, NamedTuple

from pipeline.review.fleet import seconds as iso_seconds
from pipeline.review.sheet.conditions import condition, without_data
from pipeline.review.sheet.stack import Properties, Stack
from pipeline.review.wording import duration, plural

_CHANNELS = {
    "AWS::Chatbot::SlackChannelConfiguration": ("Slack", "SlackChannelId"),
    "AWS::Chatbot::MicrosoftTeamsChannelConfiguration": ("Teams", "TeamsChannelId"),
}
_COMPOSITE = "AWS::CloudWatch::CompositeAlarm"
_ALARMS = ("AWS::CloudWatch::Alarm", "AWS::CloudWatch::LogAlarm", _COMPOSITE)


class AlarmRow(NamedTuple):
    """An alarm as the sheet shows it; `acts` are the scaling policies that it starts.

    `topics` get it, itself or by the composite alarms that it is part of: `around`.
    """

    name: str
    condition: str
    without_data: str
    meaning: str
    first: str
    receivers: list[str]
    acts: list[str]
    topics: list[str]
    around: list[str]

    @property
    def goes_to(self) -> list[str]:
        """What gets the alarm, in words."""
        if self.around:
            return [f"part of {each}" for each in self.around]
        return self.receivers + self.acts or ["nothing: it has no action"]


def alarm_rows(stack: Stack) -> list[AlarmRow]:
    """Return the alarms in template order."""
    rows = [_row(stack, *each) for each in stack.of_type(*_ALARMS)]
    parts = {
        name: stack.targets(properties.get("AlarmRule"))
        for name, properties in stack.of_type(_COMPOSITE)
    }
    return [_with_composites(each, rows, parts) for each in rows]


def _row(stack: Stack, name: str, properties: Properties) -> AlarmRow:
    meaning, _, first = stack.words(properties.get("AlarmDescription", "")).partition(". ")
    actions = properties.get("AlarmActions", [])
    people = [each for action in actions for each in _receivers(stack, action)]
    targets = [each for action in actions for each in stack.targets(action) or [action]]
    topics = [stack.words(each) for each in targets if not _acts(stack, each)]
    return AlarmRow(
        name,
        condition(stack, properties),
        without_data(stack, properties),
        meaning.rstrip("."),
        first.rstrip("."),
        people,
        [each for each in targets if _acts(stack, each)],
        topics,
        [],
    )


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


def _with_composites(row: AlarmRow, rows: list[AlarmRow], parts: dict[str, list[str]]) -> AlarmRow:
    """Return an alarm with the composite alarms that it is part of, where it has no action."""
    if row.receivers or row.acts or row.topics:
        return row
    around = [name for name, names in parts.items() if row.name in names]
    outer = [_with_composites(each, rows, parts) for each in rows if each.name in around]
    topics = list(dict.fromkeys(topic for each in outer for topic in each.topics))
    return row._replace(around=around, topics=topics)


def topic_lines(stack: Stack, alarms: list[AlarmRow]) -> list[str]:
    """Return, as sentences, who receives what, and which kinds of receivers there are none of."""
    topics = [name for name, _ in stack.of_type("AWS::SNS::Topic")]
    named = [topic for each in alarms for topic in each.topics]
    found = []
    for topic in dict.fromkeys([*topics, *named]):
        people = ", ".join(receivers(stack, topic)) or "its own subscriptions"
        sending = sum(topic in each.topics and not each.around for each in alarms)
        parts = named.count(topic) - sending
        rest = f"; {parts} more are part of these, and send nothing themselves" if parts else ""
        found.append(f"{topic}: {people}, of {plural(sending, 'alarm')}{rest}.")
    settings = stack.settings.get("alerts", {})
    if not any(settings.get("tickets", {}).values()):
        found.append("Tickets: none configured (alerts.tickets), so each message is a page.")
    if settings.get("notify_ok"):
        silent = ", ".join(_without_end(stack, alarms))
        but = f", but not of {silent}" if silent else ""
        found.append(f"The same receivers hear when an alarm is over (alerts.notify_ok){but}.")
    if not settings.get("fallback_email"):
        lost = "An alarm that SNS cannot deliver is lost"
        found.append(f"Fallback: none configured (alerts.fallback_email). {lost}.")
    return [*found, *_lost_together(stack)]


def _lost_together(stack: Stack) -> list[str]:
    """Return that the fallback does not help where alarms cannot use the key of both topics.

    https://repost.aws/knowledge-center/cloudwatch-receive-sns-for-alarm-trigger
    """
    keys = {
        name: stack.words(properties["KmsMasterKeyId"])
        for name, properties in stack.of_type("AWS::SNS::Topic")
        if "KmsMasterKeyId" in properties
    }
    key = keys.get("FallbackTopic")
    same = ", ".join(name for name, each in keys.items() if each == key and name != "FallbackTopic")
    if not key or not same:
        return []
    lost = "where CloudWatch may not use it, none of them gets a message"
    return [f"FallbackTopic is encrypted with the key of {same}, {key}: {lost}."]


def _without_end(stack: Stack, alarms: list[AlarmRow]) -> list[str]:
    """Return the alarms that send a message, and none when they are over."""
    return [
        each.name
        for each in alarms
        if each.topics
        and not each.around
        and not stack.resources[each.name].get("Properties", {}).get("OKActions")
    ]


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


def _acts(stack: Stack, target: Any) -> bool:
    """Whether an alarm's action is a resource of the stack that is no topic: a scaling policy."""
    resource = stack.resources.get(target, {}) if isinstance(target, str) else {}
    return bool(resource) and resource["Type"] != "AWS::SNS::Topic"
