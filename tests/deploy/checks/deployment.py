"""How the group is deployed, updated and replaced, which the emulator does not simulate.

The template is compared with the config instead.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from tests.deploy.checks.compare import same, setting
from tests.deploy.stack.config_under_test import ConfigUnderTest
from tests.deploy.stack.deployed_stack import DeployedStack

Data = dict[str, Any]
_DURATION = re.compile(r"PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?")
_GIVES_UP = re.compile(r"TIMEOUT=(\d+)")
_SUSPENDED = {
    "AlarmNotification", "AZRebalance", "HealthCheck", "InstanceRefresh", "ReplaceUnhealthy",
    "ScheduledActions",
}  # fmt: skip
_LATEST = {"Fn::GetAtt": ["LaunchTemplate", "LatestVersionNumber"]}
_SPARE = 120  # seconds for the instance to start the script, and to send its signal
_POLICIES = {
    "rolling": "AutoScalingRollingUpdate",
    "refresh": "AutoScalingInstanceRefresh",
    "replace": "AutoScalingReplacingUpdate",
}


def check(deployed: DeployedStack, group: Data, properties: Data) -> Iterator[str]:
    """Compare the group's policies, hooks and instance lifetime with the config."""
    config = deployed.config
    signal = group.get("CreationPolicy", {}).get("ResourceSignal", {})
    yield from setting(config, "fleet.min_size", "the number of signals", signal.get("Count"))
    seconds = _seconds(signal)
    yield from setting(config, "fleet.boot_timeout", "the signals' Timeout", seconds, 60)
    yield from _gives_up(config, seconds)
    yield from _update(config, group.get("UpdatePolicy", {}))
    yield from _hooks(config, properties.get("LifecycleHookSpecificationList", []))
    yield from _warm_pool(config)
    yield from _mixed(config, group["Properties"].get("MixedInstancesPolicy"))
    days = config.setting("fleet.max_lifetime_days")
    wanted = days * 86400 if days else None
    yield from same("the instances' lifetime", properties.get("MaxInstanceLifetime"), wanted)


def _update(config: ConfigUnderTest, update: Data) -> Iterator[str]:
    strategy = str(config.setting("deployment.strategy", "rolling"))
    found = [name for name in _POLICIES.values() if name in update]
    yield from same("the update policy", found, [_POLICIES[strategy]])
    if found == [_POLICIES[strategy]]:
        yield from _STRATEGIES[strategy](config, update[found[0]])


def _rolling(config: ConfigUnderTest, update: Data) -> Iterator[str]:
    # Below MaxSize at each hour of a schedule, or the update cannot start.
    scheduled = [each.get("max_size") for each in config.setting("scaling.schedule", [])]
    sizes = [config.setting("fleet.max_size"), *(each for each in scheduled if each is not None)]
    kept = max(0, min(config.setting("fleet.min_size"), min(sizes) - 1))
    yield from same("MinInstancesInService", update.get("MinInstancesInService", 0), kept)
    waits = update.get("WaitOnResourceSignals", False)
    yield from same("WaitOnResourceSignals", waits, wanted=True)
    path, batch = "deployment.rolling.batch_size", update.get("MaxBatchSize", 1)
    yield from setting(config, path, "MaxBatchSize", batch)
    path, percent = "deployment.rolling.min_active_percent", update.get("MinActiveInstancesPercent")
    yield from setting(config, path, "MinActiveInstancesPercent", percent)
    yield from setting(config, "fleet.boot_timeout", "PauseTime", _seconds(update), 60)
    missing = _SUSPENDED - set(update.get("SuspendProcesses", []))
    if missing:
        yield f"a rolling update does not suspend {sorted(missing)}"


def _refresh(config: ConfigUnderTest, update: Data) -> Iterator[str]:
    found = update.get("Preferences", {})
    least = found.get("MinHealthyPercentage")
    yield from same("MinHealthyPercentage", least, 100)
    for path, name, factor in (
        ("deployment.refresh.max_healthy_percent", "MaxHealthyPercentage", 1),
        ("deployment.refresh.bake_minutes", "BakeTime", 60),
        ("fleet.warmup", "InstanceWarmup", 1),
    ):
        yield from setting(config, path, f"the refresh's {name}", found.get(name), factor)
    checkpoints = config.setting("deployment.refresh.checkpoints", [])
    yield from same("the checkpoints", found.get("CheckpointPercentages", []), checkpoints)
    if checkpoints:
        path, delay = "deployment.refresh.checkpoint_minutes", found.get("CheckpointDelay")
        yield from setting(config, path, "CheckpointDelay", delay, 60)
    watched = bool(found.get("AlarmSpecification", {}).get("Alarms"))
    if watched and not config.setting("deployment.refresh.rollback_on_alarms"):
        yield "alarms roll a refresh back, which the config does not ask for"


def _replace(_: ConfigUnderTest, update: Data) -> Iterator[str]:
    yield from same("WillReplace", update.get("WillReplace"), wanted=True)


_STRATEGIES = {"rolling": _rolling, "refresh": _refresh, "replace": _replace}


def _hooks(config: ConfigUnderTest, hooks: list[Data]) -> Iterator[str]:
    """Yield a launch hook that is missing or not needed, and its wrong properties."""
    yield from same("whether launches wait for a hook", bool(hooks), wanted=True)
    for hook in hooks:
        yield from same("the hook's DefaultResult", hook.get("DefaultResult"), "ABANDON")
        path, seconds = "fleet.boot_timeout", hook.get("HeartbeatTimeout")
        yield from setting(config, path, "the hook's HeartbeatTimeout", seconds, 60)


def _warm_pool(config: ConfigUnderTest) -> Iterator[str]:
    pools = list(config.resources("AWS::AutoScaling::WarmPool").values())
    enabled = bool(config.setting("fleet.warm_pool.enabled"))
    yield from same("whether there is a warm pool", bool(pools), enabled)
    for pool in pools:
        properties = pool["Properties"]
        path, least = "fleet.warm_pool.min_size", properties.get("MinSize", 0)
        yield from setting(config, path, "the warm pool's MinSize", least)
        state = properties.get("PoolState", "Stopped")
        yield from same("the warm pool's PoolState", state, "Stopped")


def _mixed(config: ConfigUnderTest, policy: Data | None) -> Iterator[str]:
    if not policy:
        yield from same("the percent of Spot", 0, config.setting("fleet.spot_percent", 0))
        return
    found = policy["InstancesDistribution"]
    spot = 100 - found.get("OnDemandPercentageAboveBaseCapacity", 100)
    yield from setting(config, "fleet.spot_percent", "the percent of Spot", spot)
    base = found.get("OnDemandBaseCapacity", 0)
    yield from setting(config, "fleet.on_demand_base", "OnDemandBaseCapacity", base)
    version = policy["LaunchTemplate"]["LaunchTemplateSpecification"]["Version"]
    yield from same("the launch template's version", version, _LATEST)


def _gives_up(config: ConfigUnderTest, waited: int) -> Iterator[str]:
    """Yield a message unless the boot script fails before CloudFormation stops waiting."""
    text = json.dumps(config.resources("AWS::EC2::LaunchTemplate"))
    for seconds in map(int, _GIVES_UP.findall(text)):
        if seconds + _SPARE > waited:
            yield f"the boot script gives up after {seconds} s, CloudFormation after {waited} s"


def _seconds(waiting: Data) -> int:
    duration = str(waiting.get("Timeout") or waiting.get("PauseTime") or "PT5M")
    match = _DURATION.fullmatch(duration)
    hours, minutes, seconds = (int(part or 0) for part in match.groups()) if match else (0, 0, 0)
    return hours * 3600 + minutes * 60 + seconds
