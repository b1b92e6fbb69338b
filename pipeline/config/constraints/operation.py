"""Rules on alarms and their recipients."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from pipeline.config.constraints.setting_issue import SettingIssue
from pipeline.config.reader import reads

if TYPE_CHECKING:
    from pipeline.config.settings_types import Settings

_OWN_METRICS = ("LogErrors",)


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


@reads("alerts.tickets")
def _tickets(data: Settings) -> Iterator[SettingIssue]:
    tickets = data["alerts"]["tickets"]
    for name in ("email", "https_endpoints"):
        if tickets["topic_arn"] and tickets[name]:
            message = "set, and so is alerts.tickets.topic_arn"
            hint = "subscribe it to that topic, or delete topic_arn"
            yield SettingIssue(("alerts", "tickets", name), message, hint)


@reads("alerts.slack", "regions")
def _slack(data: Settings) -> Iterator[SettingIssue]:
    slack = data["alerts"]["slack"]
    given = [name for name, value in slack.items() if value]
    for name in slack:
        if given and name not in given:
            message = f"missing, but there is a {given[0]}"
            yield SettingIssue(("alerts", "slack", name), message, "add it")
    elsewhere = [region for region in data["regions"] if region.startswith(("cn-", "us-gov-"))]
    if slack["channel_id"] and elsewhere:
        message = f"set, but AWS has no chat integration in {elsewhere[0]}"
        yield SettingIssue(("alerts", "slack", "channel_id"), message, "use alerts.https_endpoints")


@reads("logs.metric_filters")
def _filters(data: Settings) -> Iterator[SettingIssue]:
    filters = data["logs"]["metric_filters"]
    counts = Counter([*_OWN_METRICS, *(each["name"] for each in filters)])
    for index, each in enumerate(filters):
        if counts[each["name"]] > 1:
            setting = ("logs", "metric_filters", index, "name")
            yield SettingIssue(setting, f"{each['name']} is taken", "give each filter its own name")


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


CONSTRAINTS = (_waivers, _tags, _topic, _tickets, _slack, _filters)
