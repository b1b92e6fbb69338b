"""The steps of a deployment, against a model that counts instances one by one."""

from __future__ import annotations

import math
import random
from typing import Any, NamedTuple

import pytest

from pipeline.review.deployment import plan, plans
from pipeline.review.fleet import Fleet, read_fleet
from pipeline.review.min_serving import capacity_during_deployment
from pipeline.review.plan import Plan
from tests.review.support import render

PAUSE, BOOT, DRAIN, TIMEOUT = 900, 30, 60, 1200


class Counted(NamedTuple):
    """What the model saw: fewest serving, most running, times that it waited for new instances."""

    lowest: int
    highest: int
    waits: int


def fleet(low: int, high: int, policy: dict[str, Any]) -> Fleet:
    return Fleet("AutoScalingGroup", low, high, TIMEOUT, BOOT, DRAIN, policy, 0)


class Model:
    """A group of single instances, each old or new, pending or serving."""

    def __init__(self, capacity: int) -> None:
        self.old, self.new, self.pending = capacity, 0, 0
        self.lowest = self.highest = capacity
        self.waits = 0

    @property
    def serving(self) -> int:
        """Instances in service."""
        return self.old + self.new

    def note(self) -> None:
        """Remember the extremes."""
        self.lowest = min(self.lowest, self.serving)
        self.highest = max(self.highest, self.serving + self.pending)

    def stop_old(self) -> None:
        """Take one old instance away."""
        self.old -= 1
        self.note()

    def start_up_to(self, size: int) -> None:
        """Start instances up to a size, and wait for them."""
        while self.serving + self.pending < size:
            self.pending += 1
            self.note()
        if self.pending:
            self.waits += 1
            self.new += self.pending
            self.pending = 0

    def counted(self) -> Counted:
        """Return what was seen."""
        return Counted(self.lowest, self.highest, self.waits)


def rolling(capacity: int, high: int, batch: int, kept: int, share: int) -> Counted:
    """Count a rolling update: room for one batch above what is kept, within the maximum."""
    model = Model(capacity)
    kept = max(kept, math.ceil(capacity * share / 100))
    size = min(high, kept + batch)
    while model.serving > size:
        model.stop_old()
    model.start_up_to(size)
    while model.old:
        taken = 0
        while model.old and taken < batch and (model.serving > kept or taken == 0):
            model.stop_old()
            taken += 1
        model.start_up_to(size)
    return model.counted()


def refreshing(capacity: int, least: int, most: int) -> Counted:
    """Count an instance refresh: never above the greatest share, nor below the least."""
    model = Model(capacity)
    upper, lower = math.floor(capacity * most / 100), math.ceil(capacity * least / 100)
    left = capacity
    while left:
        ahead = min(upper - capacity, left)
        behind = min(capacity - lower, left - ahead)
        if ahead + behind == 0:
            behind = 1
        for _ in range(behind):
            model.stop_old()
        model.start_up_to(capacity + ahead)
        for _ in range(ahead):
            model.stop_old()
        left -= ahead + behind
    return model.counted()


def rolling_policy(batch: int, kept: int, share: int) -> dict[str, Any]:
    return {
        "AutoScalingRollingUpdate": {
            "MaxBatchSize": batch,
            "MinInstancesInService": kept,
            "MinActiveInstancesPercent": share,
            "PauseTime": "PT15M",
            "WaitOnResourceSignals": True,
        }
    }


def test_rolling_updates_agree_with_the_model() -> None:
    chance = random.Random(1)
    for _ in range(4000):
        low = chance.randint(1, 12)
        high = low + chance.randint(1, 12)
        batch, share = chance.randint(1, high), chance.randint(0, 99)
        kept = chance.randint(0, high - 1)
        for found in plans(fleet(low, high, rolling_policy(batch, kept, share))):
            counted = rolling(found.capacity, high, batch, kept, share)
            assert (found.lowest, found.highest) == counted[:2], (low, high, batch, kept, share)
            assert found.shortest == counted.waits * BOOT
            assert counted.waits * PAUSE <= found.longest


def test_refreshes_agree_with_the_model() -> None:
    chance = random.Random(2)
    for _ in range(4000):
        low = chance.randint(1, 20)
        most, least = chance.randint(100, 200), chance.randint(0, 100)
        preferences = {"MinHealthyPercentage": least, "MaxHealthyPercentage": most}
        policy = {"AutoScalingInstanceRefresh": {"Preferences": preferences}}
        for found in plans(fleet(low, low + 5, policy)):
            counted = refreshing(found.capacity, least, most)
            assert (found.lowest, found.highest) == counted[:2], (found, least, most)
            assert found.shortest == counted.waits * BOOT


@pytest.mark.parametrize(
    ("capacity", "high", "batch", "kept", "share", "lowest", "highest"),
    [
        (2, 4, 1, 2, 75, 2, 3),  # one more is started first
        (4, 4, 1, 2, 75, 3, 4),  # at the maximum nothing can be started first
        (6, 8, 1, 2, 0, 2, 6),  # a fixed number alone shrinks what has scaled out
        (10, 20, 3, 0, 100, 10, 13),
        (1, 2, 1, 0, 0, 0, 1),  # nothing is kept: an outage
    ],
)
def test_rolling_updates_that_people_have_seen(
    capacity: int, high: int, batch: int, kept: int, share: int, lowest: int, highest: int
) -> None:
    found = plan(fleet(1, high, rolling_policy(batch, kept, share)), capacity)
    assert (found.lowest, found.highest) == (lowest, highest)


def test_new_group_starts_at_the_minimum() -> None:
    policy = {"AutoScalingReplacingUpdate": {"WillReplace": True}}
    found = plan(fleet(2, 6, policy), 5)
    assert (found.lowest, found.highest, found.after) == (2, 7, 2)
    assert found.longest == TIMEOUT + DRAIN


def test_checkpoints_and_bake_time_are_waited_for() -> None:
    preferences = {
        "MinHealthyPercentage": 100,
        "MaxHealthyPercentage": 200,
        "CheckpointPercentages": [50, 100],
        "CheckpointDelay": 600,
        "BakeTime": 300,
        "InstanceWarmup": 60,
    }
    policy = {"AutoScalingInstanceRefresh": {"Preferences": preferences}}
    found = plan(fleet(4, 8, policy), 4)
    assert found.shortest == BOOT + 60 + 300  # all at once: no pause before the last is replaced


def test_schedules_widen_what_a_deployment_can_find() -> None:
    action = {"name": "Night", "cron": "0 22 * * *", "min_size": 1, "max_size": 6}
    found = read_fleet(render({"scaling": {"schedule": [action, DAY]}}).template.data)
    assert found is not None
    assert found.capacities == range(1, 7)


NIGHT = {"name": "Night", "cron": "0 22 * * *", "min_size": 1, "max_size": 1}
ASLEEP = {**NIGHT, "min_size": 0, "max_size": 0}
DAY = {"name": "Day", "cron": "0 6 * * *", "min_size": 2, "max_size": 4}


@pytest.mark.parametrize(
    ("schedule", "kept", "highest"),
    [
        ([], 2, {2: 3, 3: 4, 4: 4}),
        ([DAY], 2, {2: 3, 3: 4, 4: 4}),
        # Auto Scaling takes no desired capacity above the maximum size that is in force.
        ([NIGHT, DAY], 0, {1: 1, 2: 3, 3: 4, 4: 4}),
        ([ASLEEP, DAY], 0, {0: 0, 1: 2, 2: 3, 3: 4, 4: 4}),
        ([{**NIGHT, "max_size": 2}, DAY], 1, {1: 2, 2: 2, 3: 4, 4: 4}),
        ([{**NIGHT, "max_size": 8}, DAY], 2, {1: 3, 2: 3, 3: 4, 4: 4, 5: 5, 6: 6, 7: 7, 8: 8}),
    ],
)
def test_a_rolling_update_stays_within_the_maximum_of_the_hour(
    schedule: list[dict[str, Any]], kept: int, highest: dict[int, int]
) -> None:
    template = render({"scaling": {"schedule": schedule}}).template.data
    policy = template["Resources"]["AutoScalingGroup"]["UpdatePolicy"]["AutoScalingRollingUpdate"]
    assert policy["MinInstancesInService"] == kept
    found = read_fleet(template)
    assert found is not None
    assert {each.capacity: each.highest for each in plans(found)} == highest


def test_a_new_group_has_the_size_of_the_template() -> None:
    settings = {"scaling": {"schedule": [NIGHT, DAY]}, "deployment": {"strategy": "replace"}}
    assert {each.after for each in plans_of(settings)} == {2}


def plans_of(change: dict[str, Any]) -> list[Plan]:
    found = read_fleet(render(change).template.data)
    assert found is not None
    return plans(found)


def test_default_serves_with_one_less_at_the_maximum() -> None:
    lowest = {each.capacity: each.lowest for each in plans_of({})}
    assert lowest == {2: 2, 3: 3, 4: 3}


def test_too_few_in_service_fail_a_run() -> None:
    rendering = render({"deployment": {"min_serving_percent": 90}})
    [diagnostic] = capacity_during_deployment(rendering)
    assert "3 of 4 instances serve at the lowest, 75 percent" in diagnostic.message
    assert diagnostic.location.line > 0
    assert not list(capacity_during_deployment(render({"deployment": {"min_serving_percent": 75}})))


@pytest.mark.parametrize(
    ("high", "percent", "undocumented"),
    [(4, 75, []), (3, 75, [3]), (2, 75, [2]), (2, 50, []), (8, 100, [8])],
)
def test_where_all_of_the_maximum_has_to_serve_aws_says_nothing(
    high: int, percent: int, undocumented: list[int]
) -> None:
    policy = {"AutoScalingRollingUpdate": {"MinActiveInstancesPercent": percent}}
    found = plans(fleet(1, high, policy))
    assert [each.capacity for each in found if not each.is_documented] == undocumented


def test_shortest_deployment_has_one_health_check_a_launch() -> None:
    """A new target has to pass one check; the threshold is for targets that were unhealthy."""
    settings = {"interval": 15, "timeout": 5, "healthy_threshold": 5}
    found = read_fleet(render({"alb": {"health_check": settings}}).template.data)
    assert found is not None
    assert found.boot == 15
