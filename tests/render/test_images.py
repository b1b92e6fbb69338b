"""What the launch template's image is for each way to state one."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.render.images import image_values

NEWEST = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-"
BY_REGION = {"eu-west-1": "ami-1", "us-east-1": "ami-2"}


@pytest.mark.parametrize(
    ("fleet", "regions", "expected"),
    [
        ({}, ["eu-west-1"], {"Ref": "ImageId"}),
        ({"architecture": "arm64"}, ["eu-west-1"], {"Ref": "ImageIdArm64"}),
        ({"image": "ami-0123"}, ["eu-west-1"], "ami-0123"),
        ({"image": "/our/image"}, ["eu-west-1"], "{{resolve:ssm:/our/image}}"),
        ({"images": BY_REGION}, ["eu-west-1"], "ami-1"),
        (
            {"images": BY_REGION},
            ["eu-west-1", "us-east-1"],
            {"Fn::FindInMap": ["Images", {"Ref": "AWS::Region"}, "Id"]},
        ),
    ],
)
def test_the_image(fleet: dict[str, Any], regions: list[str], expected: Any) -> None:
    settings = {"image": None, "images": {}, "architecture": "x86_64", **fleet}
    found = image_values({"fleet": settings, "regions": regions})
    architecture = settings["architecture"]
    assert found["image_id"] == expected
    assert found["newest_image"] == f"{NEWEST}{architecture}"
    assert found["image_parameter"] == ("ImageIdArm64" if architecture == "arm64" else "ImageId")
