"""Rules on the instances and how they are replaced."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pipeline.config.constraints.setting_issue import SettingIssue
from pipeline.config.settings_function import reads

if TYPE_CHECKING:
    from pipeline.config.settings_types import Settings


@reads("fleet.min_size", "fleet.max_size", "deployment.strategy", "deployment.rolling")
def _sizes(data: Settings) -> Iterator[SettingIssue]:
    low, high = data["fleet"]["min_size"], data["fleet"]["max_size"]
    if low > high:
        hint = "lower min_size or raise max_size"
        message, path = f"{low} is greater than max_size {high}", ("fleet", "min_size")
        yield SettingIssue(path, message, hint, ("fleet", "max_size"))
    accepted = data["deployment"]["rolling"]["min_active_percent"] == 0
    if high == 1 and data["deployment"]["strategy"] == "rolling" and not accepted:
        hint = "raise it, or accept that by deployment.rolling.min_active_percent: 0"
        yield SettingIssue(
            ("fleet", "max_size"), "1: a deployment would stop the only instance", hint
        )


@reads("deployment.rolling.batch_size", "fleet.max_size")
def _batch(data: Settings) -> Iterator[SettingIssue]:
    batch, high = data["deployment"]["rolling"]["batch_size"], data["fleet"]["max_size"]
    if batch > high:
        message = f"{batch} is greater than fleet.max_size {high}"
        hint = "replace fewer instances at once"
        path = ("deployment", "rolling", "batch_size")
        yield SettingIssue(path, message, hint, ("fleet", "max_size"))


@reads("fleet.min_size", "fleet.max_size", "scaling.policy", "scaling.predictive")
def _room(data: Settings) -> Iterator[SettingIssue]:
    low, high, policy = (
        data["fleet"]["min_size"],
        data["fleet"]["max_size"],
        data["scaling"]["policy"],
    )
    if low == high and (policy != "none" or data["scaling"]["predictive"]):
        message = f"{high} is not greater than fleet.min_size {low}"
        hint = "raise it: there is no room to scale; or switch scaling.policy and predictive off"
        yield SettingIssue(("fleet", "max_size"), message, hint, ("fleet", "min_size"))


@reads("fleet.spot_percent", "fleet.on_demand_base", "fleet.max_size", "scaling.schedule")
def _base(data: Settings) -> Iterator[SettingIssue]:
    base, high = data["fleet"]["on_demand_base"], _highest(data)
    if data["fleet"]["spot_percent"] and base >= high:
        message = f"{base} is not less than fleet.max_size {high}"
        hint = "lower it, or there are no Spot Instances"
        yield SettingIssue(("fleet", "on_demand_base"), message, hint, ("fleet", "max_size"))


@reads("alarms.unhealthy_hosts", "fleet.max_size", "scaling.schedule")
def _unhealthy_hosts(data: Settings) -> Iterator[SettingIssue]:
    alarm, high = data["alarms"]["unhealthy_hosts"], _highest(data)
    if alarm["enabled"] and alarm["threshold"] >= high:
        message = f"{alarm['threshold']} is not less than fleet.max_size {high}"
        path = ("alarms", "unhealthy_hosts", "threshold")
        yield SettingIssue(path, message, "lower it, or it never goes off", ("fleet", "max_size"))


def _highest(data: Settings) -> int:
    """Return the most instances that the group may have, by a schedule, too."""
    sizes = [action["max_size"] for action in data["scaling"]["schedule"]]
    return max([data["fleet"]["max_size"], *(size for size in sizes if size)])


@reads("fleet.warm_pool.enabled", "fleet.spot_percent", "deployment.strategy")
def _warm_pool(data: Settings) -> Iterator[SettingIssue]:
    # Of several types since November 2025, with On-Demand Instances:
    # https://aws.amazon.com/about-aws/whats-new/2025/11/ec2-auto-scaling-warm-pool-mixed-instances-policies/
    fleet = data["fleet"]
    if not fleet["warm_pool"]["enabled"]:
        return
    if fleet["spot_percent"]:
        hint = "a group with Spot Instances cannot have a warm pool: delete fleet.spot_percent"
        setting = ("fleet", "warm_pool", "enabled")
        yield SettingIssue(setting, "true, and the group requests Spot Instances", hint)
    # https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-autoscaling-warmpool.html
    if data["deployment"]["strategy"] == "rolling":
        hint = "a rolling update leaves the old version in the pool: use refresh or replace"
        yield SettingIssue(
            ("fleet", "warm_pool", "enabled"), "true, and the strategy is rolling", hint
        )


@reads("deployment.refresh.checkpoints")
def _checkpoints(data: Settings) -> Iterator[SettingIssue]:
    points = data["deployment"]["refresh"]["checkpoints"]
    if points and (points != sorted(points) or points[-1] != 100):
        hint = "a refresh that does not reach 100 leaves old instances running"
        setting = ("deployment", "refresh", "checkpoints")
        yield SettingIssue(setting, "do not rise to 100", hint)


@reads("deployment.strategy", "deployment.refresh.max_healthy_percent", "fleet.min_size")
def _growth(data: Settings) -> Iterator[SettingIssue]:
    if data["deployment"]["strategy"] != "refresh":
        return
    percent = data["deployment"]["refresh"]["max_healthy_percent"]
    if data["fleet"]["min_size"] * (percent - 100) < 100:
        message = f"{percent} percent of {data['fleet']['min_size']} is not a whole instance more"
        setting = ("deployment", "refresh", "max_healthy_percent")
        yield SettingIssue(
            setting, message, "raise it, or nothing can be launched before it terminates"
        )


@reads("fleet.deletion_protection", "deployment.strategy")
def _deletable(data: Settings) -> Iterator[SettingIssue]:
    """Yield a group that each deployment has to delete, and that cannot be deleted.

    https://docs.aws.amazon.com/autoscaling/ec2/userguide/resource-deletion-protection.html
    """
    setting = data["fleet"]["deletion_protection"]
    if setting == "prevent-all-deletion" and data["deployment"]["strategy"] == "replace":
        message = f"{setting}, and the strategy replace deletes the old group in each deployment"
        hint = "use prevent-force-deletion, or another deployment.strategy"
        yield SettingIssue(("fleet", "deletion_protection"), message, hint)


CONSTRAINTS = (
    _sizes, _batch, _room, _base, _unhealthy_hosts, _warm_pool, _checkpoints, _growth, _deletable,
)  # fmt: skip
