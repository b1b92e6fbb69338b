"""Rules on alarms that cannot go off, or whose messages cannot arrive."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pipeline.config.constraints.setting_issue import SettingIssue
from pipeline.config.settings_function import reads

if TYPE_CHECKING:
    from pipeline.config.settings_types import Settings
    from pipeline.paths import KeyPath

_DAY, _WEEK = 1440, 7 * 1440


@reads("alarms.latency", "slo.latency.p99", "alb.idle_timeout", "alb.existing.listener")
def _latency(data: Settings) -> Iterator[SettingIssue]:
    """Yield times that no response takes: the load balancer answers 504 before.

    https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html
    """
    idle, alarm = data["alb"]["idle_timeout"], data["alarms"]["latency"]
    times: dict[KeyPath, float | None] = {("slo", "latency", "p99"): data["slo"]["latency"]["p99"]}
    if alarm["enabled"]:
        times["alarms", "latency", "seconds"] = alarm["seconds"]
    for path, seconds in times.items():
        if seconds and seconds >= idle and not data["alb"]["existing"]["listener"]:
            message = f"{seconds:g} is not less than alb.idle_timeout {idle}"
            hint = "lower it: a request that takes longer has no response time, but is a 504"
            yield SettingIssue(path, message, hint)


@reads("alerts.mute")
def _for_ever(data: Settings) -> Iterator[SettingIssue]:
    """Yield mute rules that last until they start again."""
    for index, rule in enumerate(data["alerts"]["mute"]):
        gap = _longest_gap(rule["cron"])
        if gap and rule["minutes"] >= gap:
            message = f"{rule['minutes']} minutes, and the rule starts again after {gap}"
            hint = "shorten it: no message would ever arrive"
            yield SettingIssue(("alerts", "mute", index, "minutes"), message, hint)


def _longest_gap(cron: str) -> int:
    """Return the most minutes between two starts; 0 for a rule of certain days of the year."""
    minute, hour, day, month, weekday = cron.split()
    if (day, month) != ("*", "*") or any(each.isalpha() for each in weekday):
        return 0
    days = {each % 7 for each in _numbers(weekday, range(7))}
    starts = sorted(
        each * _DAY + hours * 60 + minutes
        for each in days
        for hours in _numbers(hour, range(24))
        for minutes in _numbers(minute, range(60))
    )
    ends = [*starts[1:], *(each + _WEEK for each in starts[:1])]
    return max((end - start for start, end in zip(starts, ends, strict=True)), default=0)


def _numbers(field: str, every: range) -> set[int]:
    found: set[int] = set()
    for part in field.split(","):
        low, _, high = part.partition("-")
        found.update(every if part == "*" else range(int(low), int(high or low) + 1))
    return found


CONSTRAINTS = (_latency, _for_ever)
