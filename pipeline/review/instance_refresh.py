"""An instance refresh, which launches before it terminates.

The least healthy percentage is rounded up, the greatest down.
https://docs.aws.amazon.com/autoscaling/ec2/userguide/instance-refresh-overview.html
"""

from __future__ import annotations

import math
from typing import Any

from pipeline.review.fleet import Fleet, number
from pipeline.review.plan import Plan, Step
from pipeline.review.wording import plural

_MINUTE = 60


def refreshing(fleet: Fleet, capacity: int, preferences: dict[str, Any]) -> Plan:
    """Return the plan of a refresh with these preferences."""
    least = number({}, preferences.get("MinHealthyPercentage", 90)) or 0
    most = number({}, preferences.get("MaxHealthyPercentage", 100)) or 100
    warmup = number({}, preferences.get("InstanceWarmup", 0)) or 0
    points = [number({}, each) or 0 for each in preferences.get("CheckpointPercentages", [])]
    delay = number({}, preferences.get("CheckpointDelay", 3600)) or 0
    bake = number({}, preferences.get("BakeTime", 0)) or 0
    ahead = capacity * most // 100 - capacity
    behind = capacity - math.ceil(capacity * least / 100)
    count = max(ahead + behind, 1)
    steps, done, rounds = [], 0, 0
    while done < capacity:
        part = min(count, capacity - done)
        away = max(part - ahead, 0)
        steps.append(
            Step(f"{part} new in, {part} old out", capacity - away, capacity - away + part)
        )
        reached = [each for each in points if done * 100 < each * capacity <= (done + part) * 100]
        done, rounds = done + part, rounds + 1
        if reached and delay and done < capacity:
            steps.append(
                Step(
                    f"pause of {plural(delay // _MINUTE, 'minute')} at {reached[-1]} %",
                    capacity,
                    capacity,
                )
            )
    pauses = sum(step.text.startswith("pause") for step in steps) * delay
    if bake:
        steps.append(
            Step(
                _baking(preferences, plural(bake // _MINUTE, "minute")),
                capacity,
                capacity,
            )
        )
    boot = max(fleet.heartbeat, fleet.boot)
    return Plan(
        "refresh", capacity, steps, min([step.serving for step in steps], default=capacity),
        max([step.running for step in steps], default=capacity),
        rounds * (fleet.boot + warmup) + pauses + bake,
        rounds * (boot + warmup + fleet.drain) + pauses + bake, capacity,
    )  # fmt: skip


def _baking(preferences: dict[str, Any], minutes: str) -> str:
    """Return what happens during the bake time, which passes without alarms, too."""
    if preferences.get("AlarmSpecification", {}).get("Alarms"):
        return f"the alarms are watched for {minutes}"
    return f"waits {minutes}; no alarm is watched"
