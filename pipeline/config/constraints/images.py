"""Rules on the machine image."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pipeline.config.constraints.setting_issue import SettingIssue
from pipeline.config.settings_function import reads

if TYPE_CHECKING:
    from pipeline.config.settings_types import Settings

_NEWEST = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-"
# Public parameters whose images the boot script does not know, or that lack what it needs.
# https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-finding-public-parameters.html
# https://docs.aws.amazon.com/linux/al2023/ug/AMI-minimal-and-standard-differences.html
_UNUSABLE = {
    "/aws/service/ami-amazon-linux-latest/al2023-ami-minimal": "Amazon Linux 2023 minimal, "
    "which has neither the SSM agent nor the AWS CLI",
    "/aws/service/ami-amazon-linux-latest/amzn2-": "Amazon Linux 2, "
    "whose support ended on 2026-06-30",
    "/aws/service/ami-amazon-linux-latest/amzn-": "Amazon Linux 1, which ended on 2023-12-31",
    "/aws/service/ami-windows-latest/": "Windows",
    "/aws/service/ami-macos-latest/": "macOS",
    "/aws/service/bottlerocket/": "Bottlerocket, which has no user data scripts",
    "/aws/service/canonical/": "Ubuntu",
    "/aws/service/debian/": "Debian",
    "/aws/service/ecs/": "an image for Amazon ECS, which starts the ECS agent",
    "/aws/service/eks/": "an image for Amazon EKS, which waits for a cluster",
    "/aws/service/freebsd/": "FreeBSD",
    "/aws/service/suse/": "SUSE Linux",
}


@reads("fleet.image", "fleet.images")
def _one_of_two(data: Settings) -> Iterator[SettingIssue]:
    if data["fleet"]["image"] and data["fleet"]["images"]:
        yield SettingIssue(("fleet", "images"), "set, and so is fleet.image", "keep one of the two")


@reads("fleet.images", "regions")
def _regions(data: Settings) -> Iterator[SettingIssue]:
    images = data["fleet"]["images"]
    for index, region in enumerate(data["regions"]):
        if images and region not in images:
            message = f"{region} has no image in fleet.images"
            hint = "add one, or run python tools/latest_images.py with this config"
            yield SettingIssue(("regions", index), message, hint)


@reads("fleet.image", "regions")
def _several_regions(data: Settings) -> Iterator[SettingIssue]:
    image, regions = data["fleet"]["image"] or "", data["regions"]
    if image.startswith("ami-") and len(regions) > 1:
        message = f"{image} is an image of one region, and there are {', '.join(regions)}"
        yield SettingIssue(("fleet", "image"), message, "use fleet.images, with an id for each")


@reads("fleet.image", "fleet.architecture")
def _public(data: Settings) -> Iterator[SettingIssue]:
    image = data["fleet"]["image"] or ""
    for start, what in _UNUSABLE.items():
        if image.startswith(start):
            hint = f"use {_NEWEST}{data['fleet']['architecture']}, or an own image made from that"
            yield SettingIssue(("fleet", "image"), f"is {what}", hint)


@reads("fleet.image", "fleet.images", "fleet.image_date", "fleet.image_max_age_days")
def _age(data: Settings) -> Iterator[SettingIssue]:
    fleet = data["fleet"]
    if fleet["image_max_age_days"] and not fleet["image_date"]:
        hint = "add fleet.image_date, which python tools/latest_images.py writes"
        message = "set, but there is no fleet.image_date"
        yield SettingIssue(("fleet", "image_max_age_days"), message, hint)
    if fleet["image_date"] and not (fleet["images"] or fleet["image"]):
        message = "set, but there is neither fleet.images nor fleet.image"
        yield SettingIssue(("fleet", "image_date"), message, "delete it")


CONSTRAINTS = (_one_of_two, _regions, _several_regions, _public, _age)
