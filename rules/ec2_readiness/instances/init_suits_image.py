"""Package managers that the image does not have."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import INIT_KEYS, Finding, Rule, View, aws, image_path, launches, pick

# What cfn-init is asked for, the images that lack it, and how that is said.
LACKING = (
    ("packages", "apt", ("/ami-amazon-linux-latest/",), "Amazon Linux has no apt"),
    ("packages", "yum", ("/canonical/ubuntu/", "/debian/"), "Ubuntu and Debian have no yum"),
    ("packages", "dnf", ("/canonical/ubuntu/", "/debian/"), "Ubuntu and Debian have no dnf"),
)


class InitSuitsImage(Rule):
    id = "WR9453"
    shortdesc = "The metadata of cfn-init names a package manager that the image has"
    description = (
        "cfn-init calls the package manager that the metadata names. One of another distribution "
        "is not there, and the boot fails or goes on without the packages."
    )
    instead = "Name yum or dnf on Amazon Linux, apt on Ubuntu and Debian"
    assumes = "the image is as AWS, Canonical or Debian publish it"
    source_url = aws("AWSCloudFormation/latest/TemplateReference/aws-resource-init.html")
    tags = ["instances", "boot"]

    def check_view(self, view: View) -> Iterator[Finding]:
        for launch in launches(view):
            path = image_path(launch)
            for holder, name, config in launch.init_configs if path else ():
                for section, manager, images, text in LACKING:
                    asked = isinstance(pick(config, section, manager), dict)
                    if asked and any(image in path for image in images):
                        keys = (*INIT_KEYS, name, section, manager)
                        yield holder.finding_at(text, *keys)
