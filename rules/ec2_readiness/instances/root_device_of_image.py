"""A root volume by the name of another image."""

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
    pick,
    string,
)

MAPPINGS = "BlockDeviceMappings"
ROOTS = {
    "/ami-amazon-linux-latest/": "/dev/xvda",
    "/ecs/optimized-ami/amazon-linux": "/dev/xvda",
    "/amazon-linux-2023/": "/dev/xvda",
    "/canonical/ubuntu/": "/dev/sda1",
    "/ami-windows-latest/": "/dev/sda1",
}


class RootDeviceOfImage(Rule):
    id = "WR9444"
    shortdesc = "A mapping for the root volume has the image's name for it"
    description = (
        "The root device is /dev/xvda on Amazon Linux and /dev/sda1 on Ubuntu and Windows. "
        "Under another name a second volume is attached, and the root volume keeps the "
        "image's size and is not encrypted."
    )
    instead = "Write DeviceName: /dev/xvda for Amazon Linux, /dev/sda1 for Ubuntu and Windows"
    source_url = aws("AWSEC2/latest/UserGuide/device_naming.html")
    tags = ["instances", "volumes"]

    def check_view(self, view: View) -> Iterator[Finding]:
        for launch in launches(view):
            path = image_path(launch)
            root = next((name for mark, name in ROOTS.items() if mark in path), "")
            names = [string(pick(m, "DeviceName")) for _, m in entries(launch.get(MAPPINGS))]
            others = [name for name in ROOTS.values() if name != root and name in names]
            if root and others and root not in names:
                index = names.index(others[0])
                text = f"The root volume of this image is {root}, not {others[0]}"
                yield launch.finding(text, MAPPINGS, index, "DeviceName")
