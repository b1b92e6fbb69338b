"""Rules on volumes and lifecycle hooks of the instances, and on what their number follows."""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from pipeline.config.aws_limits import limit
from pipeline.config.constraints.setting_issue import SettingIssue
from pipeline.config.settings_function import reads
from pipeline.paths import KeyPath

if TYPE_CHECKING:
    from pipeline.config.settings_types import Settings

# What boot, agents and packages have there already.
_SYSTEM = (
    "/bin /boot /dev /etc /lib /lib64 /opt /opt/aws /proc /root /run /sbin /sys /tmp /usr /var "
    "/var/lib /var/log"
)


@reads("fleet.volumes")
def _volumes(data: Settings) -> Iterator[SettingIssue]:
    volumes = data["fleet"]["volumes"]
    devices = Counter(volume["device"] for volume in volumes)
    mounts = Counter(_folder(volume["mount"]) for volume in volumes)
    for index, volume in enumerate(volumes):
        where = ("fleet", "volumes", index)
        if devices[volume["device"]] > 1:
            message = f"{volume['device']} is used by more than one volume"
            yield SettingIssue((*where, "device"), message, "give each its own")
        if volume["mount"] and mounts[_folder(volume["mount"])] > 1:
            message = f"{volume['mount']} is used by more than one volume"
            yield SettingIssue((*where, "mount"), message, "give each its own")
        if _folder(volume["mount"]) in _SYSTEM.split():
            message = f"{volume['mount']} is the system's, and an empty volume hides what it has"
            yield SettingIssue((*where, "mount"), message, "use a folder such as /srv/data")


def _folder(path: str | None) -> str:
    """Return the one way to write a path: two of one folder hide what one of them holds."""
    return posixpath.normpath(path) if path else ""


class _Volume(NamedTuple):
    """What a volume has, each with its setting."""

    size: int
    iops: int | None
    throughput: int | None
    iops_setting: KeyPath
    throughput_setting: KeyPath


@reads(
    *("fleet.volumes", "fleet.volume_size", "fleet.volume_iops", "fleet.volume_throughput"),
)
def _performance(data: Settings) -> Iterator[SettingIssue]:
    """Yield volumes of which EBS refuses the IOPS or the throughput."""
    every = limit("IOPS of each gp3 volume")
    of_size, of_throughput = (
        "IOPS for each GiB of a gp3 volume",
        "IOPS for each MiB/s of a gp3 volume",
    )
    for volume in _gp3_volumes(data):
        iops = volume.iops or every
        most = max(every, volume.size * limit(of_size))
        if iops > most:
            message = f"{iops} IOPS are more than the {most} of {volume.size} GiB"
            hint = f"set the size to {-(-iops // limit(of_size))} at least, or fewer IOPS"
            yield SettingIssue(volume.iops_setting, message, hint)
        if volume.throughput and volume.throughput * limit(of_throughput) > iops:
            message = f"{volume.throughput} MiB/s is more than a quarter of {iops} IOPS"
            hint = f"set the IOPS to {volume.throughput * limit(of_throughput)} at least"
            yield SettingIssue(volume.throughput_setting, message, hint)


def _gp3_volumes(data: Settings) -> Iterator[_Volume]:
    fleet = data["fleet"]
    size = fleet["volume_size"] or limit("GiB of the Amazon Linux 2023 image")
    root: tuple[KeyPath, KeyPath] = ("fleet", "volume_iops"), ("fleet", "volume_throughput")
    yield _Volume(size, fleet["volume_iops"], fleet["volume_throughput"], *root)
    for index, each in enumerate(fleet["volumes"]):
        where: KeyPath = ("fleet", "volumes", index)
        paths = (*where, "iops"), (*where, "throughput")
        yield _Volume(each["size"], each["iops"], each["throughput"], *paths)


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
        if hook["transition"] == "launching" and hook["default_result"] == "CONTINUE":
            message = "CONTINUE takes an instance into service whose hook was not completed"
            yield SettingIssue((*where, "default_result"), message, "set ABANDON, or delete it")
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


@reads("fleet.metadata_hop_limit", "application.container.image")
def _hop_limit(data: Settings) -> Iterator[SettingIssue]:
    # https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-data-retrieval.html
    hops, image = data["fleet"]["metadata_hop_limit"], data["application"]["container"]["image"]
    if image and hops == 1:
        message = "1, and a container is one hop further away"
        yield SettingIssue(("fleet", "metadata_hop_limit"), message, "set 2, or delete it")


@reads("network.vpc", "network.exports", "network.zones")
def _exports(data: Settings) -> Iterator[SettingIssue]:
    network = data["network"]
    exports, zones = network["exports"], network["zones"]
    if network["vpc"] != "exports":
        return
    if not exports["vpc"]:
        yield SettingIssue(("network", "exports", "vpc"), "missing", "name the export of the VPC")
    for kind, names in (
        ("public_subnets", exports["public_subnets"]),
        ("private_subnets", exports["private_subnets"]),
    ):
        if len(names) not in (1, zones):
            message = f"{len(names)} exports for {zones} zones"
            hint = "name one for each of network.zones, or one that joins them"
            yield SettingIssue(("network", "exports", kind), message, hint)


CONSTRAINTS = (_volumes, _performance, _hooks, _requirements, _hop_limit, _exports)
