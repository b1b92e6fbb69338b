"""What a change between x86_64 and arm64 asks of the image and of the release."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pipeline.instance_types import architecture
from pipeline.review.update import Note, Update
from pipeline.review.update_behaviours import LAUNCH_TEMPLATE


def same_image(update: Update) -> Iterator[Note]:
    """Yield the launch templates whose image stays, while an image is for one architecture.

    https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ComponentsAMIs.html
    """
    for name, old, new in _changed(update):
        image = new.get("ImageId")
        if isinstance(image, str) and image == old.get("ImageId"):
            text = (
                f"the image {image} stays, and is for {_processor(old)}: EC2 launches no "
                f"{_processor(new)} instance from it; set one that is for {_processor(new)}"
            )
            yield Note(name, text, key="LaunchTemplateData")


def other_builds(update: Update) -> Iterator[Note]:
    """Yield the launch templates whose instances need other builds of the application."""
    for name, _, new in _changed(update):
        text = (
            f"instances are {_processor(new)} from now on: binaries, native modules and container "
            f"images of the release have to be built for it"
        )
        yield Note(name, text, key="LaunchTemplateData")


def _changed(update: Update) -> Iterator[tuple[str, dict[str, Any], dict[str, Any]]]:
    """Yield the launch templates that get another architecture, with their data on both sides."""
    for change in update.of_type(LAUNCH_TEMPLATE):
        old, new = (
            each(change.name).get("LaunchTemplateData", {}) for each in (update.old, update.new)
        )
        if _processor(old) and _processor(new) and _processor(old) != _processor(new):
            yield change.name, old, new


def _processor(data: dict[str, Any]) -> str:
    """Return the architecture of a launch template's instance type, empty where it is left open."""
    type_ = data.get("InstanceType")
    return architecture(type_) if isinstance(type_, str) else ""
