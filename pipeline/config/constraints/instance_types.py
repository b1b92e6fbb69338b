"""Rules on the instance types: they are there, and the image runs on them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pipeline.config.constraints.setting_issue import SettingIssue
from pipeline.config.known_types import known_types
from pipeline.config.settings_function import reads
from pipeline.diagnostic import did_you_mean
from pipeline.instance_types import architecture, family
from pipeline.paths import KeyPath

if TYPE_CHECKING:
    from pipeline.config.settings_types import Settings

_TYPES = ("fleet.instance_type", "fleet.more_instance_types", "fleet.requirements.vcpus_min")


def _instance_types(data: Settings) -> dict[KeyPath, str]:
    fleet = data["fleet"]
    if fleet["requirements"]["vcpus_min"]:
        return {}
    types: dict[KeyPath, str] = {("fleet", "instance_type"): fleet["instance_type"]}
    for index, name in enumerate(fleet["more_instance_types"]):
        types["fleet", "more_instance_types", index] = name
    return types


@reads(*_TYPES, "regions")
def _known(data: Settings) -> Iterator[SettingIssue]:
    for setting, name in _instance_types(data).items():
        for region in data["regions"]:
            known = known_types(region)
            if known and name not in known:
                hint = (
                    did_you_mean(name, sorted(known)) or "see the EC2 instance types of the region"
                )
                yield SettingIssue(setting, f"{name} is not an instance type of {region}", hint)


@reads(*_TYPES, "fleet.architecture")
def _architecture(data: Settings) -> Iterator[SettingIssue]:
    fleet = data["fleet"]
    for setting, name in _instance_types(data).items():
        actual = architecture(name)
        if actual != fleet["architecture"]:
            message = f"{name} is {actual}, but fleet.architecture is {fleet['architecture']}"
            yield SettingIssue(setting, message, "take a type of that architecture, or change it")


@reads("fleet.instance_type", "fleet.more_instance_types")
def _types(data: Settings) -> Iterator[SettingIssue]:
    fleet = data["fleet"]
    if fleet["instance_type"] in fleet["more_instance_types"]:
        index = fleet["more_instance_types"].index(fleet["instance_type"])
        setting = ("fleet", "more_instance_types", index)
        yield SettingIssue(setting, "is the instance_type already", "delete it")


# Families, each with the reason why its types cannot be launched here with any image.
_DEDICATED = "a type of Dedicated Hosts only, which the group does not launch on"
_UNENCRYPTED = "a type without encrypted EBS volumes, which every instance here has"
# https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-mac-instances.html
# https://docs.aws.amazon.com/ebs/latest/userguide/ebs-encryption-requirements.html
_NOT_LAUNCHED = {
    **dict.fromkeys(("mac", "mac1", "mac2"), _DEDICATED),
    **dict.fromkeys(("c1", "cc2", "hi1", "hs1", "m1", "m2", "t1"), _UNENCRYPTED),
}
# https://docs.aws.amazon.com/linux/al2023/ug/system-requirements.html
_NOT_OF_AL2023 = {"a1": "a type that Amazon Linux 2023 does not run on: it needs Graviton2"}


@reads(*_TYPES, "fleet.image", "fleet.images")
def _runs(data: Settings) -> Iterator[SettingIssue]:
    fleet = data["fleet"]
    reasons = dict(_NOT_LAUNCHED)
    if not (fleet["image"] or fleet["images"]):
        reasons.update(_NOT_OF_AL2023)
    for setting, name in _instance_types(data).items():
        generation = family(name).partition("-")[0]
        reason = reasons.get("mac" if generation.startswith("mac") else generation)
        if reason:
            hint = "take a type of the current generation"
            yield SettingIssue(setting, f"{name} is {reason}", hint)


CONSTRAINTS = (_known, _architecture, _types, _runs)
