"""What is known of a machine image and of an instance type."""

from __future__ import annotations

import re

from ec2_readiness.engine._fleet import Launch
from ec2_readiness.engine._values import Hole, Value, entries, pick, string

_ARM = re.compile(r"^(?:a1|[a-z]+\d+g[a-z-]*|hpc7g|im4gn|is4gen|t4g|x2gd)$")
_BURSTABLE = re.compile(r"^t[234][a-z]*\.")


def image_path(launch: Launch) -> str:
    """The SSM parameter that names the image; empty where none does."""
    image = launch.get("ImageId")
    text = image.key if isinstance(image, Hole) else string(image) or ""
    return text if "/" in text else ""


def image_architecture(launch: Launch) -> str | None:
    """arm64 or x86_64, by the parameter's path."""
    path = image_path(launch)
    if "/aws/service/" not in path:
        return None
    if "arm64" in path or "aarch64" in path:
        return "arm64"
    plain = "/ecs/optimized-ami/amazon-linux-2023/recommended" in path or "/windows" in path
    return "x86_64" if "x86_64" in path or "amd64" in path or plain else None


def type_architecture(instance_type: str) -> str | None:
    """The same, by the instance type's family."""
    family = instance_type.split(".", maxsplit=1)[0]
    if "." not in instance_type or not re.match(r"^[a-z]", family):
        return None
    return "arm64" if _ARM.match(family) else "x86_64"


def is_burstable(instance_type: str) -> bool:
    return _BURSTABLE.match(instance_type) is not None


def instance_types(launch: Launch, overrides: Value) -> list[tuple[str, int | None]]:
    """The type in the template (no position), and those of a group's overrides."""
    found: list[tuple[str, int | None]] = []
    own = string(launch.get("InstanceType"))
    if own and not any(pick(override, "InstanceType") for _, override in entries(overrides)):
        found.append((own, None))
    for index, override in entries(overrides):
        kind = string(pick(override, "InstanceType"))
        if kind and pick(override, "LaunchTemplateSpecification") is None:
            found.append((kind, index))
    return found
