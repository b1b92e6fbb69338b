"""Rules on volumes and lifecycle hooks of the instances, and on what their number follows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from pipeline.config.constraints.setting_issue import SettingIssue
from pipeline.config.settings_function import reads
from pipeline.paths import KeyPath

if TYPE_CHECKING:
    from pipeline.config.settings_types import Settings

_OWN_POLICIES = ("CPU", "Requests", "Memory", "Queue")


@reads("fleet.volumes")
def _volumes(data: Settings) -> Iterator[SettingIssue]:
    volumes = data["fleet"]["volumes"]
    devices = Counter(volume["device"] for volume in volumes)
    mounts = Counter(volume["mount"] for volume in volumes)
    for index, volume in enumerate(volumes):
        where = ("fleet", "volumes", index)
        if devices[volume["device"]] > 1:
            message = f"{volume['device']} is used by more than one volume"
            yield SettingIssue((*where, "device"), message, "give each its own")
        if volume["mount"] and mounts[volume["mount"]] > 1:
            message = f"{volume['mount']} is used by more than one volume"
            yield SettingIssue((*where, "mount"), message, "give each its own")


@reads("fleet.volumes", "fleet.volume_iops", "fleet.volume_throughput")
def _throughput(data: Settings) -> Iterator[SettingIssue]:
    """Yield volumes of which EBS refuses the throughput.

    https://docs.aws.amazon.com/ebs/latest/userguide/general-purpose.html#gp3-ebs-volume-type
    """
    fleet = data["fleet"]
    root: KeyPath = ("fleet", "volume_throughput")
    volumes = {root: (fleet["volume_iops"], fleet["volume_throughput"])}
    for index, volume in enumerate(fleet["volumes"]):
        setting = ("fleet", "volumes", index, "throughput")
        volumes[setting] = (volume["iops"], volume["throughput"])
    for path, (iops, throughput) in volumes.items():
        if throughput and throughput > (iops or 3000) / 4:
            message = f"{throughput} MiB/s is more than a quarter of {iops or 3000} IOPS"
            yield SettingIssue(path, message, f"set the IOPS to {throughput * 4} at least")


@reads("fleet.hooks", "fleet.retain_on_abandon")
def _hooks(data: Settings) -> Iterator[SettingIssue]:
    fleet = data["fleet"]
    counts = Counter(hook["name"] for hook in fleet["hooks"])
    for index, hook in enumerate(fleet["hooks"]):
        where = ("fleet", "hooks", index)
        if counts[hook["name"]] > 1:
            message = f"{hook['name']} is used by more than one hook"
            yield SettingIssue((*where, "name"), message, "give each its own")
        if bool(hook["target"]) != bool(hook["role"]):
            hint = "set both target and role"
            yield SettingIssue(where, "only one of target and role", hint)
    terminating = any(hook["transition"] == "terminating" for hook in fleet["hooks"])
    if fleet["retain_on_abandon"] and not terminating:
        hint = "add a hook of the transition terminating to fleet.hooks"
        yield SettingIssue(("fleet", "retain_on_abandon"), "true, but no hook can abandon", hint)


@reads("fleet.requirements", "fleet.instance_type", "fleet.more_instance_types")
def _requirements(data: Settings) -> Iterator[SettingIssue]:
    """Yield what Auto Scaling refuses: it asks for both minimums, and takes no types beside them.

    https://docs.aws.amazon.com/autoscaling/ec2/userguide/create-mixed-instances-group-attribute-based-instance-type-selection.html
    """
    fleet, where = data["fleet"], ("fleet", "requirements")
    wanted = fleet["requirements"]
    low_cpus, low_memory = wanted["vcpus_min"], wanted["memory_min"]
    if bool(low_cpus) != bool(low_memory):
        hint = "set both vcpus_min and memory_min"
        yield SettingIssue(where, "only one of two minimums", hint)
    if not low_cpus and (wanted["vcpus_max"] or wanted["memory_max"] or wanted["excluded"]):
        yield SettingIssue(where, "no minimum", "set vcpus_min and memory_min")
    if low_cpus and low_cpus > (wanted["vcpus_max"] or low_cpus):
        message = f"{wanted['vcpus_max']} is less than vcpus_min {low_cpus}"
        yield SettingIssue((*where, "vcpus_max"), message, "raise it")
    if low_memory and low_memory > (wanted["memory_max"] or low_memory):
        message = f"{wanted['memory_max']} is less than memory_min {low_memory}"
        yield SettingIssue((*where, "memory_max"), message, "raise it")
    if low_cpus and fleet["more_instance_types"]:
        setting = ("fleet", "more_instance_types")
        yield SettingIssue(setting, "set, and so are fleet.requirements", "keep one of the two")
    if low_cpus and fleet["instance_type"] != "t3.micro":
        setting = ("fleet", "instance_type")
        yield SettingIssue(setting, "set, and so are fleet.requirements", "keep one of the two")


@reads("scaling.target_tracking.metrics")
def _metrics(data: Settings) -> Iterator[SettingIssue]:
    metrics = data["scaling"]["target_tracking"]["metrics"]
    counts = Counter([*_OWN_POLICIES, *(each["name"] for each in metrics)])
    for index, each in enumerate(metrics):
        if counts[each["name"]] > 1:
            setting = ("scaling", "target_tracking", "metrics", index, "name")
            yield SettingIssue(setting, f"{each['name']} is taken", "give each metric its own name")


@reads("network.vpc", "network.exports", "network.zones")
def _exports(data: Settings) -> Iterator[SettingIssue]:
    network = data["network"]
    exports, zones = network["exports"], network["zones"]
    used = network["vpc"] == "exports"
    if not used and (exports["vpc"] or exports["public_subnets"] or exports["private_subnets"]):
        hint = "set network.vpc to exports, or delete the names"
        yield SettingIssue(
            ("network", "exports"), f"set, but network.vpc is {network['vpc']}", hint
        )
    if used and not exports["vpc"]:
        yield SettingIssue(("network", "exports", "vpc"), "missing", "name the export of the VPC")
    for kind, names in (
        ("public_subnets", exports["public_subnets"]),
        ("private_subnets", exports["private_subnets"]),
    ):
        if used and len(names) not in (1, zones):
            message = f"{len(names)} exports for {zones} zones"
            hint = "name one for each of network.zones, or one that joins them"
            yield SettingIssue(("network", "exports", kind), message, hint)


CONSTRAINTS = (_volumes, _throughput, _hooks, _requirements, _metrics, _exports)
