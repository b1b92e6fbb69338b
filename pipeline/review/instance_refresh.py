"""An instance refresh, which launches before it terminates.

The least healthy percentage is rounded up, the greatest down.
https://docs.aws.amazon.com/autoscaling/ec2/userguide/instance-refresh-overview.html
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any, NamedTuple

from pipeline.review.fleet import Fleet, number
from pipeline.review.plan import Plan, Step
from pipeline.review.wording import plural

_MINUTE = 60


class _Preferences(NamedTuple):
    """What a refresh is asked for, or AWS takes by default: percentages, and seconds."""

    least: int
    most: int
    warmup: int
    checkpoints: list[int]
    delay: int
    bake: int


def refreshing(fleet: Fleet, capacity: int, preferences: dict[str, Any]) -> Plan:
    """Return the plan of a refresh with these preferences."""
    asked = _asked(preferences)
    ahead = capacity * asked.most // 100 - capacity
    behind = capacity - math.ceil(capacity * asked.least / 100)
    count = max(ahead + behind, 1)
    steps = list(_steps(capacity, count, ahead, asked))
    rounds = math.ceil(capacity / count)
    waits = (len(steps) - rounds) * asked.delay + asked.bake
    if asked.bake:
        text = _baking(preferences, plural(asked.bake // _MINUTE, "minute"))
        steps.append(Step(text, capacity, capacity))
    boot = max(fleet.heartbeat, fleet.boot)
    return Plan(
        "refresh", capacity, steps, min([step.serving for step in steps], default=capacity),
        max([step.running for step in steps], default=capacity),
        rounds * (fleet.boot + asked.warmup) + waits,
        rounds * (boot + asked.warmup + fleet.drain) + waits, capacity,
    )  # fmt: skip


def _asked(preferences: dict[str, Any]) -> _Preferences:
    return _Preferences(
        least=number({}, preferences.get("MinHealthyPercentage", 90)) or 0,
        most=number({}, preferences.get("MaxHealthyPercentage", 100)) or 100,
        warmup=number({}, preferences.get("InstanceWarmup", 0)) or 0,
        checkpoints=[
            number({}, each) or 0 for each in preferences.get("CheckpointPercentages", [])
        ],
        delay=number({}, preferences.get("CheckpointDelay", 3600)) or 0,
        bake=number({}, preferences.get("BakeTime", 0)) or 0,
    )


def _steps(capacity: int, count: int, ahead: int, asked: _Preferences) -> Iterator[Step]:
    """Yield the rounds, of which each replaces `count` instances, and the pauses between them.

    `ahead` are the instances that may be launched before others are terminated.
    """
    for before in range(0, capacity, count):
        part = min(count, capacity - before)
        left = capacity - max(part - ahead, 0)
        yield Step(f"{part} new in, {part} old out", left, left + part)
        done = before + part
        reached = [
            each for each in asked.checkpoints if before * 100 < each * capacity <= done * 100
        ]
        if reached and asked.delay and done < capacity:
            text = f"pause of {plural(asked.delay // _MINUTE, 'minute')} at {reached[-1]} %"
            yield Step(text, capacity, capacity)


def _baking(preferences: dict[str, Any], minutes: str) -> str:
    """Return what happens during the bake time, which passes without alarms, too."""
    if preferences.get("AlarmSpecification", {}).get("Alarms"):
        return f"the alarms are watched for {minutes}"
    return f"waits {minutes}; no alarm is watched"
