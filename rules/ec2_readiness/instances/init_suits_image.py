"""Package managers that the image does not have."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import (
    INIT_KEYS,
    Finding,
    Launch,
    Rule,
    View,
    aws,
    image_path,
    launches,
    pick,
    prepared,
    shell_commands,
)

# What cfn-init is asked for, the images that lack it, the package managers of those, and the text.
AMAZON, DEBIAN = ("/ami-amazon-linux-latest/",), ("/canonical/ubuntu/", "/debian/")
DNF, APT = ("dnf", "yum"), ("apt", "apt-get")
LACKING = (
    ("packages", "apt", AMAZON, DNF, "Amazon Linux has no apt"),
    ("packages", "yum", DEBIAN, APT, "Ubuntu and Debian have no yum"),
    ("packages", "dnf", DEBIAN, APT, "Ubuntu and Debian have no dnf"),
    ("services", "sysvinit", ("/al2023-ami",), ("dnf",), "Amazon Linux 2023 starts by systemd"),
)
MANAGERS = {*DNF, *APT}


class InitSuitsImage(Rule):
    id = "WR9453"
    shortdesc = "The metadata of cfn-init names a package manager that the image has"
    description = (
        "cfn-init calls the package manager that the metadata names. One of another distribution "
        "is not there, and the boot fails or goes on without the packages. Amazon Linux 2023 "
        "starts services by systemd; sysvinit is deprecated there."
    )
    instead = "Name yum or dnf on Amazon Linux, apt on Ubuntu and Debian, systemd for services"
    assumes = (
        "the image is as AWS, Canonical or Debian publish it, or is of the kind that the script is "
        "for"
    )
    source_url = aws("AWSCloudFormation/latest/TemplateReference/aws-resource-init.html")
    tags = ["instances", "boot"]

    def check_view(self, view: View) -> Iterator[Finding]:
        for launch in launches(view):
            path = image_path(launch)
            managers = set() if path else managers_called(launch)
            for holder, name, config in launch.init_configs:
                for section, manager, images, others, text in LACKING:
                    asked = isinstance(pick(config, section, manager), dict)
                    lacks = any(image in path for image in images) or managers & set(others)
                    if asked and lacks:
                        keys = (*INIT_KEYS, name, section, manager)
                        unless = "" if path else "the image is not what the script is for"
                        yield holder.finding_at(text, *keys, unless=unless)


def managers_called(launch: Launch) -> set[str]:
    """The package managers that the boot script calls, where the image is not known."""
    return {command.program for command in shell_commands(prepared(launch.script or ""))} & MANAGERS
