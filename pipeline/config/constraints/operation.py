"""Rules on alarms and their recipients."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from pipeline.config.constraints.setting_issue import SettingIssue
from pipeline.config.settings_function import reads
from pipeline.paths import KeyPath

if TYPE_CHECKING:
    from pipeline.config.settings_types import Settings

_OWN_METRICS = ("LogErrors",)
_OTHER_PARTITIONS = ("cn-", "us-gov-")


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
        if alerts[name]:
            hint = "subscribe it to that topic, or delete topic_arn"
            yield SettingIssue(("alerts", name), "set, and so is topic_arn", hint)


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
            hint = "subscribe it to that topic, or delete topic_arn"
            yield SettingIssue(("alerts", "tickets", name), message, hint)


@reads("alerts.slack", "alerts.teams", "regions")
def _chat(data: Settings) -> Iterator[SettingIssue]:
    channels: dict[str, Any] = {
        "slack": data["alerts"]["slack"],
        "teams": data["alerts"]["teams"],
    }
    elsewhere = [region for region in data["regions"] if region.startswith(_OTHER_PARTITIONS)]
    for section, channel in channels.items():
        given = [name for name, value in channel.items() if value]
        for name in channel:
            if given and name not in given:
                message = f"missing, but there is a {given[0]}"
                yield SettingIssue(("alerts", section, name), message, "add it")
        if channel["channel_id"] and elsewhere:
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


@reads("logs", "alarms.log_errors.enabled")
def _class(data: Settings) -> Iterator[SettingIssue]:
    """Yield what only the standard class can do.

    https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CloudWatch_Logs_Log_Classes.html
    """
    logs = data["logs"]
    if logs["group_class"] == "STANDARD":
        return
    needing = {
        ("logs", "metric_filters"): logs["metric_filters"],
        ("logs", "masked_data"): logs["masked_data"],
        ("logs", "field_indexes"): logs["field_indexes"],
    }
    if data["alarms"]["log_errors"]["enabled"]:
        message = f"{logs['group_class']}, and alarms.log_errors counts log events"
        hint = "set alarms.log_errors.enabled to false, or the class to STANDARD"
        yield SettingIssue(("logs", "group_class"), message, hint)
    for setting, value in needing.items():
        if value:
            hint = "switch it off, or set logs.group_class to STANDARD"
            yield SettingIssue(setting, f"needs another class than {logs['group_class']}", hint)


@reads("logs.metric_filters", "logs.query_alarms")
def _filters(data: Settings) -> Iterator[SettingIssue]:
    """Yield names that two alarms on the log would have."""
    logs = data["logs"]
    every = (("metric_filters", logs["metric_filters"]), ("query_alarms", logs["query_alarms"]))
    names = [(setting, [each["name"] for each in entries]) for setting, entries in every]
    counts = Counter([*_OWN_METRICS, *(name for _, found in names for name in found)])
    for setting, found in names:
        for index, name in enumerate(found):
            if counts[name] > 1:
                path = ("logs", setting, index, "name")
                yield SettingIssue(path, f"{name} is taken", "give each filter its own name")


@reads("logs.query_alarms", "regions")
def _query_alarms(data: Settings) -> Iterator[SettingIssue]:
    elsewhere = [region for region in data["regions"] if region.startswith(_OTHER_PARTITIONS)]
    if data["logs"]["query_alarms"] and elsewhere:
        message = f"set, but CloudWatch has no log alarms in {elsewhere[0]}"
        yield SettingIssue(("logs", "query_alarms"), message, "use logs.metric_filters")


@reads("logs.metric_filters", "alarms.log_errors")
def _patterns(data: Settings) -> Iterator[SettingIssue]:
    # https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
    patterns: dict[KeyPath, str] = {}
    for index, each in enumerate(data["logs"]["metric_filters"]):
        patterns["logs", "metric_filters", index, "pattern"] = each["pattern"]
    if data["alarms"]["log_errors"]["enabled"]:
        patterns["alarms", "log_errors", "pattern"] = data["alarms"]["log_errors"]["pattern"]
    for path, pattern in patterns.items():
        if missing := _unclosed(pattern.strip()):
            hint = 'write one such as { $.level = "error" }, or "a phrase"'
            yield SettingIssue(path, f"the filter pattern lacks a {missing}", hint)


def _unclosed(pattern: str) -> str:
    """Return what a filter pattern opens and does not close, or empty."""
    for start, end in (("{", "}"), ("[", "]")):
        if pattern.startswith(start) and not pattern.endswith(end):
            return end
    if re.match(r"\(?\s*\$\.", pattern):
        return "brace before its field"
    quotes = pattern.replace('\\"', "").count('"')
    return 'second "' if quotes % 2 and "%" not in pattern else ""


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
    _class,
    _filters,
    _query_alarms,
    _patterns,
)
