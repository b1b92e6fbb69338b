"""A rolling update, as CloudFormation announces it in its events.

Batches of old instances make room for new ones. Where all of the maximum size has to stay in
service, AWS refuses a number of instances and says nothing of a percentage.
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-attribute-updatepolicy.html
"""

from __future__ import annotations

import math
from typing import Any

from pipeline.review.fleet import Fleet, number, seconds
from pipeline.review.plan import Plan, Step
from pipeline.rolling_batches import rolling_batches


def rolling(fleet: Fleet, capacity: int, policy: dict[str, Any]) -> Plan:
    """Return the plan of a rolling update by this policy."""
    batch = number({}, policy.get("MaxBatchSize", 1)) or 1
    kept = number({}, policy.get("MinInstancesInService", 0)) or 0
    share = number({}, policy.get("MinActiveInstancesPercent", 0)) or 0
    pause = seconds(policy.get("PauseTime", "")) or (300 if _waits(policy) else 0)
    kept = max(kept, math.ceil(capacity * share / 100))
    most = fleet.maximum_at(capacity)
    size, room = rolling_batches(most, kept, batch)
    steps: list[Step] = []
    shrinks = capacity > size
    old = min(capacity, size)
    if shrinks:
        steps.append(Step(f"{capacity - size} old taken away", size, capacity))
    launched = size - old
    if launched:
        steps.append(Step(f"{launched} new started first", old, size))
    waits = 1 if launched else 0
    lowest, batches = min(capacity, size), 0
    while old:
        count = min(room, old)
        old -= count
        waits, batches = waits + 1, batches + 1
        lowest = min(lowest, size - count)
        steps.append(Step(f"{count} old out, {count} new in", size - count, size))
    if capacity > size:
        steps.append(Step(f"{capacity - size} more started", size, capacity))
    elif size > capacity:
        steps.append(Step(f"back to {capacity}", capacity, size))
    drain = fleet.drain * (batches + shrinks)
    return Plan(
        "rolling", capacity, steps, lowest, max(size, capacity),
        waits * fleet.boot, waits * pause + drain, capacity, kept < most or not capacity,
    )  # fmt: skip


def _waits(policy: dict[str, Any]) -> bool:
    return str(policy.get("WaitOnResourceSignals", "")).lower() == "true"
