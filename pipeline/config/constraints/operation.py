"""Rules on the recipients of alarms, on tags and on waivers."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from pipeline.config.constraints.setting_issue import SettingIssue
from pipeline.config.region_types import without_type
from pipeline.config.settings_function import reads
from pipeline.paths import KeyPath

if TYPE_CHECKING:
    from pipeline.config.settings_types import Settings

_CHAT = "AWS::Chatbot::SlackChannelConfiguration"


@reads("tags")
def _tags(data: Settings) -> Iterator[SettingIssue]:
    """Yield keys that IAM takes for the same: it keeps the case, and compares without it.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html
    """
    seen: dict[str, str] = {}
    for key in data["tags"]:
        if other := seen.get(key.lower()):
            message = f"differs from {other} only in case, which IAM refuses"
            yield SettingIssue(("tags", key), message, "keep one of the two")
        seen.setdefault(key.lower(), key)


@reads("alerts")
def _topic(data: Settings) -> Iterator[SettingIssue]:
    alerts = data["alerts"]
    if not alerts["topic_arn"]:
        return
    for name in ("email", "more_emails", "https_endpoints", "fallback_email"):
        if value := alerts[name]:
            hint = _either(name, value)
            yield SettingIssue(("alerts", name), "set, and so is topic_arn", hint)


def _either(name: str, value: object) -> str:
    """Return a hint that also works where the subscription is one of a file that is extended."""
    nothing = "[]" if isinstance(value, list) else "null"
    return f"subscribe it to that topic and set {name} to {nothing}, or delete topic_arn"


@reads("alerts.email", "alerts.more_emails", "alerts.fallback_email")
def _same_address(data: Settings) -> Iterator[SettingIssue]:
    """Yield an address that a topic has already: SNS makes one subscription of the two."""
    alerts = data["alerts"]
    seen = [(alerts["email"] or "").lower()]
    for index, address in enumerate(alerts["more_emails"]):
        if address.lower() in seen:
            path = ("alerts", "more_emails", index)
            yield SettingIssue(path, f"{address} gets the alerts already", "delete it")
        seen.append(address.lower())
    fallback = alerts["fallback_email"]
    if fallback and fallback.lower() in seen:
        message = f"{fallback} gets the alerts already, and may be what fails"
        yield SettingIssue(("alerts", "fallback_email"), message, "use another mailbox")


@reads("alerts.tickets")
def _tickets(data: Settings) -> Iterator[SettingIssue]:
    tickets = data["alerts"]["tickets"]
    for name in ("email", "https_endpoints"):
        if tickets["topic_arn"] and tickets[name]:
            message = "set, and so is alerts.tickets.topic_arn"
            hint = _either(name, tickets[name])
            yield SettingIssue(("alerts", "tickets", name), message, hint)


@reads("alerts.slack", "alerts.teams", "regions")
def _chat(data: Settings) -> Iterator[SettingIssue]:
    channels: dict[str, Any] = {
        "slack": data["alerts"]["slack"],
        "teams": data["alerts"]["teams"],
    }
    for section, channel in channels.items():
        given = [name for name, value in channel.items() if value]
        for name in channel:
            if given and name not in given:
                message = f"missing, but there is a {given[0]}"
                yield SettingIssue(("alerts", section, name), message, "add it")
        if channel["channel_id"] and (elsewhere := without_type(data["regions"], _CHAT)):
            message = f"set, but AWS has no chat integration in {elsewhere[0]}"
            hint = "use alerts.https_endpoints"
            yield SettingIssue(("alerts", section, "channel_id"), message, hint)


@reads("alerts")
def _chat_topics(data: Settings) -> Iterator[SettingIssue]:
    # https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-chatbot-slackchannelconfiguration.html
    alerts = data["alerts"]
    if not (alerts["slack"]["channel_id"] or alerts["teams"]["channel_id"]):
        return
    topics: dict[KeyPath, str | None] = {
        ("alerts", "topic_arn"): alerts["topic_arn"],
        ("alerts", "tickets", "topic_arn"): alerts["tickets"]["topic_arn"],
    }
    for path, arn in topics.items():
        if arn and not arn.rpartition(":")[2][0].isalnum():
            message = "the topic's name begins with neither a letter nor a digit"
            yield SettingIssue(path, message, "use another topic for a chat channel")


@reads("alerts.mute")
def _mute(data: Settings) -> Iterator[SettingIssue]:
    rules = data["alerts"]["mute"]
    counts = Counter(rule["name"] for rule in rules)
    for index, rule in enumerate(rules):
        if counts[rule["name"]] > 1:
            setting = ("alerts", "mute", index, "name")
            yield SettingIssue(setting, "is used by more than one rule", "give each its own")


@reads("waivers")
def _waivers(data: Settings) -> Iterator[SettingIssue]:
    for index, waiver in enumerate(data["waivers"]):
        until = waiver.get("until", "2027-02-28")  # a missing one is reported as such
        try:
            dt.date.fromisoformat(until)
        except ValueError:
            message = f"{until} is not a day of the calendar"
            hint = "write year, month and day in quotes, such as '2027-02-28'"
            yield SettingIssue(("waivers", index, "until"), message, hint)


CONSTRAINTS = (
    _waivers,
    _tags,
    _topic,
    _same_address,
    _tickets,
    _chat,
    _chat_topics,
    _mute,
)
