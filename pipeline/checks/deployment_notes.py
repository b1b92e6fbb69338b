"""Information on rolling updates of a group at its maximum size.

https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-attribute-updatepolicy.html
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

from pipeline.checks.note import Note
from pipeline.config.settings_function import reads
from pipeline.paths import KeyPath
from pipeline.rolling_batches import rolling_batches

WORKFLOW_MINUTES = 150  # how long docs/workflows/ wait for a stack by default


def _kept(values: dict[str, Any], most: int) -> int:
    """Return how many of a group at its maximum size have to stay in service."""
    percent: int = values["deployment"]["rolling"]["min_active_percent"]
    return math.ceil(most * percent / 100)


@reads(
    "deployment.strategy", "deployment.rolling.min_active_percent", "fleet.max_size",
    "scaling.schedule",
)  # fmt: skip
def full_group(values: dict[str, Any]) -> Iterator[Note]:
    """Yield a maximum size of the group, or of a schedule, all of which has to stay in service.

    AWS documents that MinInstancesInService has to be below MaxSize, and says nothing of
    MinActiveInstancesPercent; of five instances, 50 percent are three.
    """
    if values["deployment"]["strategy"] != "rolling":
        return
    sizes: dict[int, KeyPath] = {values["fleet"]["max_size"]: ("fleet", "max_size")}
    for index, action in enumerate(values["scaling"]["schedule"]):
        if action["max_size"]:
            sizes.setdefault(action["max_size"], ("scaling", "schedule", index, "max_size"))
    for most, setting in sizes.items():
        if _kept(values, most) >= most:
            yield _full(values["deployment"]["rolling"]["min_active_percent"], most, setting)


def _full(percent: int, most: int, setting: KeyPath) -> Note:
    all_of_them = "1 instance is all of it" if most == 1 else f"{most} instances is all of them"
    message = (
        f"deployment.rolling.min_active_percent {percent} of {all_of_them}, and "
        "AWS does not document how a full group is updated then"
    )
    lower = f"set min_active_percent to {100 * (most - 1) // most}"
    enough = math.ceil(100 / (100 - percent)) if percent < 100 else 0
    hint = f"raise it to {enough}, or {lower}" if enough else lower
    return Note("N0004", setting, message, f"{hint}; or add a waiver of N0004")


@reads(
    "deployment.strategy", "deployment.rolling", "fleet.max_size", "fleet.boot_timeout",
    "alb.deregistration_delay",
)  # fmt: skip
def long_update(values: dict[str, Any]) -> Iterator[Note]:
    """Yield a group whose update takes longer than the deployment workflows wait."""
    if values["deployment"]["strategy"] != "rolling":
        return
    most, batch = values["fleet"]["max_size"], values["deployment"]["rolling"]["batch_size"]
    size, room = rolling_batches(most, _kept(values, most), batch)
    batches = math.ceil(size / room)
    drains = batches + (most > size)
    seconds = batches * values["fleet"]["boot_timeout"] * 60
    minutes = (seconds + drains * values["alb"]["deregistration_delay"]) // 60
    if minutes > WORKFLOW_MINUTES:
        message = (
            f"a rolling update of {most} instances takes up to {minutes} minutes, and the "
            f"deployment workflows wait {WORKFLOW_MINUTES}"
        )
        hint = (
            "raise deployment.rolling.batch_size, choose deployment.strategy refresh, or give the "
            "workflow more minutes (docs/ci.md); or add a waiver of N0005"
        )
        yield Note("N0005", ("fleet", "max_size"), message, hint)
