"""What follows where a config names other regions: each has a stack of its own."""

from __future__ import annotations

from pipeline.config.extends import Config
from pipeline.review.cause import Cause
from pipeline.review.update import Note
from pipeline.template.assembly import Rendering

_SETTING = ("regions",)


RegionChanges = tuple[tuple[Note, Cause], ...]


def region_changes(before: Config, rendering: Rendering) -> RegionChanges:
    """Return what follows in each region that the config no longer names, or names anew."""
    old: list[str] = before.settings.get("regions", [])
    cause = Cause(rendering.config.location(_SETTING), "regions")
    gone = [
        Note(each, _left(each), interrupts=True) for each in old if each not in rendering.regions
    ]
    text = "a new stack there: the deployment workflow has to name the region"
    new = [Note(each, text) for each in rendering.regions if each not in old]
    return tuple((note, cause) for note in (*gone, *new))


def _left(region: str) -> str:
    return (
        "nothing is rendered for it any more; its stack goes on running and costing until it is "
        f"deleted: aws cloudformation delete-stack --region {region} --stack-name STACK, see "
        'docs/deploying.md, "Deleting a stack"'
    )
