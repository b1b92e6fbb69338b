"""The config's alarms: each exists, with its threshold and number of periods."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from tests.deploy.checks.compare import same, setting
from tests.deploy.stack.config_under_test import ConfigUnderTest
from tests.deploy.stack.deployed_stack import DeployedStack

Data = dict[str, Any]
# Without these there is no such alarm.
_NEEDED = {
    "alert_failures": ("alerts.fallback_email",),
    "blocked_requests": ("alb.waf.managed_rules",),
}
_UNLIMITED = ("t3.", "t3a.", "t4g.")  # the types of which CPU credits are charged for by default
_BOUNDS: dict[str, tuple[str, Callable[[list[int]], int]]] = {
    "below_minimum": ("min_size", min),
    "at_maximum": ("max_size", max),
}
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
        for path in levels:
            yield from setting(config, path, f"{name}'s threshold", alarm["Threshold"])
        if "MetricName" in alarm:
            yield from _bound(config, key, name, alarm["Threshold"])
        periods = alarm.get("DatapointsToAlarm", alarm["EvaluationPeriods"])
        yield from setting(config, f"alarms.{key}.periods", f"{name}'s periods", periods)


def _bound(config: ConfigUnderTest, key: str, name: str, found: float) -> Iterator[str]:
    """Compare the alarms on the group's size with the sizes of the fleet and of the schedule."""
    if key not in _BOUNDS or config.setting(f"fleet.{_BOUNDS[key][0]}") is None:
        return
    size, choose = _BOUNDS[key]
    sizes = [config.setting(f"fleet.{size}")]
    sizes += [each[size] for each in config.setting("scaling.schedule", []) if each.get(size)]
    yield from same(f"{name}'s threshold (fleet.{size})", found, choose(sizes))


def _is_asked(asked: Data) -> bool:
    return bool(asked.get("enabled"))


def _absent(deployed: DeployedStack, key: str) -> Iterator[str]:
    words = key.replace("_", "")
    if any(not deployed.config.setting(path) for path in _NEEDED.get(key, ())):
        return
    if key == "cpu_credits" and not deployed.config.setting("fleet.instance_type").startswith(
        _UNLIMITED
    ):
        return
    if not any(words in name.lower() for name in deployed.config.template["Resources"]):
        yield f"alarms.{key} is on, and there is no such alarm"


def _scaled(deployed: DeployedStack, alarms: dict[str, Data]) -> Iterator[str]:
    """Compare the alarms of simple scaling policies with the config."""
    if deployed.config.setting("scaling.policy", "simple") != "simple":
        return
    for name, path, level in (
        ("ScaleOutAlarm", "scaling.scale_out", "cpu_above"),
        ("ScaleInAlarm", "scaling.scale_in", "cpu_below"),
    ):
        if alarm := alarms.get(name):
            config = deployed.config
            yield from setting(config, f"{path}.{level}", f"{name}'s threshold", alarm["Threshold"])
            periods = alarm["EvaluationPeriods"]
            yield from setting(config, f"{path}.periods", f"{name}'s periods", periods)
