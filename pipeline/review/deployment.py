"""What a deployment does to the fleet: its steps, the fewest that serve, the most that run.

Rolling updates as CloudFormation announces them in its events: the group is set to what must stay
in service plus one batch, within its maximum, and batches of old instances make room for new ones.
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-attribute-updatepolicy.html
Instance refreshes launch before they terminate; the least healthy percentage is rounded up, the
greatest down. https://docs.aws.amazon.com/autoscaling/ec2/userguide/instance-refresh-overview.html
"""

from __future__ import annotations

import math
from typing import Any, NamedTuple

from pipeline.review.fleet import Fleet, number, seconds
from pipeline.review.wording import plural

_MINUTE = 60


class Step(NamedTuple):
    """One step: what happens, how many serve while it lasts, how many run at most."""

    text: str
    serving: int
    running: int


class Plan(NamedTuple):
    """A deployment that finds `capacity` instances; times in seconds.

    `lowest` counts instances that serve at any time; `after` is what serves when it is over.
    """

    strategy: str
    capacity: int
    steps: list[Step]
    lowest: int
    highest: int
    shortest: int
    longest: int
    after: int

    @property
    def percent(self) -> int:
        """The share of the instances that serves at the lowest."""
        return self.lowest * 100 // self.capacity if self.capacity else 100


def plan(fleet: Fleet, capacity: int) -> Plan:
    """Return what a deployment that replaces the instances does to a fleet of this capacity."""
    policy = fleet.policy
    if str(policy.get("AutoScalingReplacingUpdate", {}).get("WillReplace")).lower() == "true":
        return _replacing(fleet, capacity)
    if "AutoScalingInstanceRefresh" in policy:
        preferences = policy["AutoScalingInstanceRefresh"].get("Preferences", {})
        return _refreshing(fleet, capacity, preferences)
    if "AutoScalingRollingUpdate" in policy:
        return _rolling(fleet, capacity, policy["AutoScalingRollingUpdate"])
    text = "Running instances stay as they are; only new ones follow the template"
    return Plan(
        "none", capacity, [Step(text, capacity, capacity)], capacity, capacity, 0, 0, capacity
    )


def _rolling(fleet: Fleet, capacity: int, policy: dict[str, Any]) -> Plan:
    batch = number({}, policy.get("MaxBatchSize", 1)) or 1
    kept = number({}, policy.get("MinInstancesInService", 0)) or 0
    share = number({}, policy.get("MinActiveInstancesPercent", 0)) or 0
    pause = seconds(policy.get("PauseTime", "")) or (300 if _waits(policy) else 0)
    kept = max(kept, math.ceil(capacity * share / 100))
    size = min(fleet.high, kept + batch)
    room = max(size - min(kept, size - 1), 1)  # what a batch takes away, one at least
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
        waits * fleet.boot, waits * pause + drain, capacity,
    )  # fmt: skip


def _waits(policy: dict[str, Any]) -> bool:
    return str(policy.get("WaitOnResourceSignals", "")).lower() == "true"


def _refreshing(fleet: Fleet, capacity: int, preferences: dict[str, Any]) -> Plan:
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
                f"the alarms are watched for {plural(bake // _MINUTE, 'minute')}",
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


def _replacing(fleet: Fleet, capacity: int) -> Plan:
    fresh = fleet.low
    steps = [
        Step(
            f"a new group of {fresh} beside the old one of {capacity}", capacity, capacity + fresh
        ),
        Step(f"the old group goes, {fresh} remain", fresh, capacity + fresh),
    ]
    return Plan(
        "replace", capacity, steps, min(capacity, fresh), capacity + fresh,
        fleet.boot, fleet.create_timeout + fleet.drain, fresh,
    )  # fmt: skip


def plans(fleet: Fleet) -> list[Plan]:
    """Return the plan for every capacity that a deployment can find."""
    return [plan(fleet, capacity) for capacity in fleet.capacities]
