"""The config's alarms: each exists, with its threshold and number of periods."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.deploy.checks.compare import setting
from tests.deploy.stack.deployed_stack import DeployedStack

Data = dict[str, Any]
_NEEDED = {"alert_failures": ("alerts.fallback_email",)}  # without these there is no such alarm
_BOUNDS = {"below_minimum": ("fleet.min_size",), "at_maximum": ("fleet.max_size",)}
_LEVELS = ("threshold", "percent", "seconds", "milliseconds", "days")


def check(deployed: DeployedStack, alarms: dict[str, Data]) -> Iterator[str]:
    """Compare the alarms of a stack with the config."""
    yield from _configured(deployed, alarms)
    yield from _scaled(deployed, alarms)


def _configured(deployed: DeployedStack, alarms: dict[str, Data]) -> Iterator[str]:
    config = deployed.config
    by_setting = {name.lower(): (name, alarm) for name, alarm in alarms.items()}
    for key, asked in config.setting("alarms", {}).items():
        found = by_setting.get(key.replace("_", "") + "alarm")
        if not isinstance(asked, dict) or not _is_asked(asked):
            continue
        if not found:
            yield from _absent(deployed, key)
            continue
        name, alarm = found
        levels = [f"alarms.{key}.{level}" for level in asked if level in _LEVELS]
        for path in [*levels, *_BOUNDS.get(key, ())]:
            yield from setting(config, path, f"{name}'s threshold", alarm["Threshold"])
        periods = alarm.get("DatapointsToAlarm", alarm["EvaluationPeriods"])
        yield from setting(config, f"alarms.{key}.periods", f"{name}'s periods", periods)


def _is_asked(asked: Data) -> bool:
    return bool(asked.get("enabled"))


def _absent(deployed: DeployedStack, key: str) -> Iterator[str]:
    words = key.replace("_", "")
    if any(not deployed.config.setting(path) for path in _NEEDED.get(key, ())):
        return
    if not any(words in name.lower() for name in deployed.config.template["Resources"]):
        yield f"alarms.{key} is on, and there is no such alarm"


def _scaled(deployed: DeployedStack, alarms: dict[str, Data]) -> Iterator[str]:
    """Compare the alarms of scaling policies with the config."""
    for name, path, level in (
        ("ScaleOutAlarm", "scaling.scale_out", "cpu_above"),
        ("ScaleInAlarm", "scaling.scale_in", "cpu_below"),
    ):
        if alarm := alarms.get(name):
            config = deployed.config
            yield from setting(config, f"{path}.{level}", f"{name}'s threshold", alarm["Threshold"])
            periods = alarm["EvaluationPeriods"]
            yield from setting(config, f"{path}.periods", f"{name}'s periods", periods)
