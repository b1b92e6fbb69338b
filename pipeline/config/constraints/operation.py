"""Rules on alarms, and on whom they reach."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from pipeline.config.constraints.setting_issue import SettingIssue
from pipeline.config.reader import reads
from pipeline.config.settings_types import Settings

_OWN_METRICS = ("LogErrors",)


@reads("alerts")
def _topic(data: Settings) -> Iterator[SettingIssue]:
    alerts = data["alerts"]
    if not alerts["topic_arn"]:
        return
    for name in ("email", "more_emails", "https_endpoints", "fallback_email"):
        if alerts[name]:
            hint = "subscribe it to that topic, or delete topic_arn"
            yield SettingIssue(("alerts", name), "set, and so is topic_arn", hint)


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


@reads("fleet.instance_type", "alarms.cpu_credits.enabled")
def _credits(data: Settings) -> Iterator[SettingIssue]:
    name = data["fleet"]["instance_type"]
    if data["alarms"]["cpu_credits"]["enabled"] and not name.startswith("t"):
        message = f"true, but {name} has no CPU credits"
        yield SettingIssue(("alarms", "cpu_credits", "enabled"), message, "switch it off")


@reads(
    "alarms.users_affected.enabled",
    "alarms.load_balancer_5xx.enabled",
    "alarms.target_5xx.enabled",
    "alarms.latency.enabled",
    "alarms.below_minimum.enabled",
)
def _affected(data: Settings) -> Iterator[SettingIssue]:
    alarms = data["alarms"]
    parts = {
        "load_balancer_5xx": alarms["load_balancer_5xx"],
        "target_5xx": alarms["target_5xx"],
        "latency": alarms["latency"],
        "below_minimum": alarms["below_minimum"],
    }
    if alarms["users_affected"]["enabled"] and not any(each["enabled"] for each in parts.values()):
        hint = f"switch one of {', '.join(parts)} on"
        yield SettingIssue(
            ("alarms", "users_affected", "enabled"), "true, but nothing it watches is on", hint
        )


@reads("logs.metric_filters")
def _filters(data: Settings) -> Iterator[SettingIssue]:
    filters = data["logs"]["metric_filters"]
    counts = Counter([*_OWN_METRICS, *(each["name"] for each in filters)])
    for index, each in enumerate(filters):
        if counts[each["name"]] > 1:
            setting = ("logs", "metric_filters", index, "name")
            yield SettingIssue(setting, f"{each['name']} is taken", "give each filter its own name")


CONSTRAINTS = (_topic, _slack, _credits, _affected, _filters)
