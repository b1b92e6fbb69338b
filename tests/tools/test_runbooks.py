"""The runbooks: how an alarm is silenced without others, and for a time that ends."""

from __future__ import annotations

import re
import subprocess

import pytest

from tools.runbooks import PAGE

PAGE_TEXT = PAGE.read_text(encoding="utf-8")
SECTIONS = dict(re.findall(r"^## (\w+)\n(.*?)(?=^## |\Z)", PAGE_TEXT, re.DOTALL | re.MULTILINE))
SILENCED = {
    "UsersAffectedAlarm": "Silence it for some time: `mute UsersAffectedAlarm BEGIN PT2H`.",
    "LatencyAlarm": (
        "Silence it for some time, all that is part of UsersAffectedAlarm:"
        " `mute UsersAffectedAlarm BEGIN PT2H`."
        " For good, this one alone: `alarms.latency.enabled: false`, deployed."
    ),
    # One setting has two alarms.
    "EmptyGroupAlarm": (
        "Silence it for some time, all that is part of UsersAffectedAlarm:"
        " `mute UsersAffectedAlarm BEGIN PT2H`."
        " For good: `alarms.healthy_hosts.enabled: false`, deployed."
    ),
    "MemoryAlarm": (
        "Silence it for some time: `mute MemoryAlarm BEGIN PT2H`."
        " For good: `alarms.memory.enabled: false`, deployed."
    ),
    "MetricFilters": "Silence it for some time: `mute NAMEAlarm BEGIN PT2H`.",
}


@pytest.mark.parametrize("name", SILENCED)
def test_how_an_alarm_is_silenced(name: str) -> None:
    assert SECTIONS[name].strip().splitlines()[-1] == SILENCED[name]


def test_no_alarm_is_switched_off_without_an_end() -> None:
    assert len(SECTIONS) > 25
    assert "disable-alarm-actions" not in PAGE_TEXT


def test_the_call_that_mutes() -> None:
    """docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutAlarmMuteRule.html."""
    functions = PAGE_TEXT.partition("```sh\n")[2].partition("```")[0]
    fake = (
        'aws() { if [ "$2" = put-alarm-mute-rule ]; then printf "%s\\n" "$@"; else echo id; fi; }'
    )
    script = f"{functions}\n{fake}\nmute LatencyAlarm 2026-12-01T22:00 PT2H"
    run = subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=True)
    assert run.stdout.splitlines() == [
        "cloudwatch", "put-alarm-mute-rule", "--name", "shop-prod-LatencyAlarm",
        "--mute-targets", "AlarmNames=id",
        "--rule", "Schedule={Expression=at(2026-12-01T22:00),Duration=PT2H}",
    ]  # fmt: skip
