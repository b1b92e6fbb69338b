"""A processor that the image is not made for."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import (
    OVERRIDES,
    Finding,
    Rule,
    View,
    aws,
    groups_of,
    image_architecture,
    instance_types,
    launches,
    type_architecture,
)


class ImageFitsType(Rule):
    id = "ER9404"
    shortdesc = "The image is made for the instance type's processor"
    description = (
        "EC2 refuses to launch an arm64 instance from an x86_64 image, and the other way round."
    )
    instead = "Take the image parameter that ends in the instance type's architecture"
    source_url = aws("systems-manager/latest/userguide/parameter-store-public-parameters-ami.html")
    tags = ["instances"]

    def check_view(self, view: View) -> Iterator[Finding]:
        for launch in launches(view):
            image = image_architecture(launch)
            if image is None:
                continue
            groups = groups_of(launch)
            overrides = groups[0].get(*OVERRIDES) if groups else None
            for kind, index in instance_types(launch, overrides):
                needed = type_architecture(kind)
                if needed is not None and needed != image:
                    text = f"{kind} is {needed}, the image is {image}"
                    if index is None:
                        yield launch.finding(text, "InstanceType")
                    else:
                        yield groups[0].finding(text, *OVERRIDES, index, "InstanceType")
