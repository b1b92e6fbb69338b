"""The machine image: what the launch template's `ImageId` is for each way to state one."""

from __future__ import annotations

from typing import Any

from pipeline.config.settings_function import reads
from pipeline.render.provenance import derived

# https://docs.aws.amazon.com/linux/al2023/ug/ec2.html
_NEWEST = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-"


@reads("fleet.image", "fleet.images", "fleet.architecture", "regions")
def image_values(values: dict[str, Any]) -> dict[str, Any]:
    """Return `image_id`, and what the parameter needs that it refers to where it is left open.

    The other architecture has another parameter: one that keeps its previous value would launch
    the new instance type with the old architecture's image.

    An id is a literal, one by region comes from a mapping, and a path of the Parameter Store is a
    dynamic reference, which CloudFormation resolves anew with each template that has changed:
    https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references-ssm.html
    """
    return {
        "image_id": _image_id(values),
        "image_parameter": _parameter(values),
        "newest_image": _NEWEST + values["fleet"]["architecture"],
    }


def _parameter(values: dict[str, Any]) -> str:
    return "ImageId" if values["fleet"]["architecture"] == "x86_64" else "ImageIdArm64"


def _image_id(values: dict[str, Any]) -> Any:
    by_region, image = values["fleet"]["images"], values["fleet"]["image"]
    if by_region:
        if len(values["regions"]) == 1:
            return by_region[values["regions"][0]]
        return {"Fn::FindInMap": ["Images", {"Ref": "AWS::Region"}, "Id"]}
    if image and image.startswith("/"):
        return derived(image, f"{{{{resolve:ssm:{image}}}}}")
    return image or {"Ref": _parameter(values)}
