"""A root volume that is smaller than the image."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import (
    Finding,
    Rule,
    View,
    aws,
    entries,
    image_path,
    launches,
    number,
    pick,
    string,
)

# What a part of the image's parameter says about the size of its root volume, in GiB.
LEAST = {
    "/ami-amazon-linux-latest/al2023-ami-kernel": 8,
    "/ami-amazon-linux-latest/amzn2-ami-": 8,
    "/canonical/ubuntu/server/": 8,
    "/ecs/optimized-ami/amazon-linux-": 30,
    "/ami-windows-latest/": 30,
}
ROOTS = ("/dev/xvda", "/dev/sda1")


class VolumeHoldsImage(Rule):
    id = "WR9468"
    shortdesc = "The root volume is at least as large as the image"
    description = (
        "A volume is at least as large as its snapshot, or EC2 refuses the launch. The root "
        "snapshots of Amazon Linux and Ubuntu have 8 GiB, of Windows and the ECS images 30."
    )
    instead = "Raise VolumeSize, or leave it out"
    assumes = "the images have the sizes of those published in 2026"
    source_url = aws("AWSEC2/latest/APIReference/API_EbsBlockDevice.html")
    tags = ["instances", "volumes"]

    def check_view(self, view: View) -> Iterator[Finding]:
        for launch in launches(view):
            path = image_path(launch)
            least = next((size for mark, size in LEAST.items() if mark in path), 0)
            for index, mapping in entries(launch.get("BlockDeviceMappings")) if least else ():
                size = number(pick(mapping, "Ebs", "VolumeSize"))
                root = string(pick(mapping, "DeviceName")) in ROOTS
                if root and size is not None and size < least:
                    place = ("BlockDeviceMappings", index, "Ebs", "VolumeSize")
                    yield launch.finding(f"{size:g} GiB, the image has {least}", *place)
