"""Rolling updates and instance refreshes, step by step, as AWS documents them."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.review.fleet import Fleet
from pipeline.review.instance_refresh import refreshing
from pipeline.review.plan import Plan
from pipeline.review.rolling_update import rolling


def fleet(**others: Any) -> Fleet:
    """Return a group of 2 to 6 instances that boot in 10 s and drain in 60 s."""
    return Fleet("Group", 2, 6, 900, 10, 60, {}, 0)._replace(**others)


def shown(found: Plan) -> list[str]:
    return [f"{each.text}: {each.serving}, {each.running}" for each in found.steps]


# CloudFormation's page of UpdatePolicy: MaxBatchSize 1 by default, MinInstancesInService 0,
# PauseTime PT5M with WaitOnResourceSignals.
@pytest.mark.parametrize(
    ("policy", "capacity", "steps", "times"),
    [
        (
            {},
            2,
            ["1 old taken away: 1, 2", "1 old out, 1 new in: 0, 1", "1 more started: 1, 2"],
            (10, 120),
        ),
        (
            {"MinInstancesInService": 2},
            2,
            [
                "1 new started first: 2, 3",
                "1 old out, 1 new in: 2, 3",
                "1 old out, 1 new in: 2, 3",
                "back to 2: 2, 3",
            ],
            (30, 120),
        ),
        (
            {"MinInstancesInService": 2, "MaxBatchSize": 2, "PauseTime": "PT10M"},
            2,
            ["2 new started first: 2, 4", "2 old out, 2 new in: 2, 4", "back to 2: 2, 4"],
            (20, 1260),
        ),
        (
            {"MinInstancesInService": "2", "MaxBatchSize": "2", "WaitOnResourceSignals": "true"},
            2,
            ["2 new started first: 2, 4", "2 old out, 2 new in: 2, 4", "back to 2: 2, 4"],
            (20, 660),
        ),
        (
            {"MinActiveInstancesPercent": 50, "MaxBatchSize": 2},
            4,
            ["2 old out, 2 new in: 2, 4", "2 old out, 2 new in: 2, 4"],
            (20, 120),
        ),
        (
            {"MinActiveInstancesPercent": 100, "MaxBatchSize": 2, "WaitOnResourceSignals": False},
            5,
            [
                "1 new started first: 5, 6",
                "1 old out, 1 new in: 5, 6",
                "1 old out, 1 new in: 5, 6",
                "1 old out, 1 new in: 5, 6",
                "1 old out, 1 new in: 5, 6",
                "1 old out, 1 new in: 5, 6",
                "back to 5: 5, 6",
            ],
            (60, 300),
        ),
    ],
)
def test_a_rolling_update(
    policy: dict[str, Any], capacity: int, steps: list[str], times: tuple[int, int]
) -> None:
    found = rolling(fleet(), capacity, policy)
    assert shown(found) == steps
    assert (found.shortest, found.longest) == times


# Auto Scaling's overview of instance refreshes: 90 % and 100 % by default, CheckpointDelay an hour.
@pytest.mark.parametrize(
    ("preferences", "capacity", "steps", "times"),
    [
        ({}, 2, ["1 new in, 1 old out: 1, 2", "1 new in, 1 old out: 1, 2"], (20, 140)),
        (
            {"MinHealthyPercentage": 100, "MaxHealthyPercentage": 150},
            4,
            ["2 new in, 2 old out: 4, 6", "2 new in, 2 old out: 4, 6"],
            (20, 140),
        ),
        (
            {"MinHealthyPercentage": 50, "InstanceWarmup": 30},
            4,
            ["2 new in, 2 old out: 2, 4", "2 new in, 2 old out: 2, 4"],
            (80, 200),
        ),
        (
            {"MinHealthyPercentage": 50, "CheckpointPercentages": [50, 100]},
            4,
            [
                "2 new in, 2 old out: 2, 4",
                "pause of 60 minutes at 50 %: 4, 4",
                "2 new in, 2 old out: 2, 4",
            ],
            (3620, 3740),
        ),
        (
            {"MinHealthyPercentage": 50, "CheckpointPercentages": [49], "CheckpointDelay": 60},
            4,
            [
                "2 new in, 2 old out: 2, 4",
                "pause of 1 minute at 49 %: 4, 4",
                "2 new in, 2 old out: 2, 4",
            ],
            (80, 200),
        ),
        (
            {"MinHealthyPercentage": 50, "CheckpointPercentages": [50], "CheckpointDelay": 0},
            4,
            ["2 new in, 2 old out: 2, 4", "2 new in, 2 old out: 2, 4"],
            (20, 140),
        ),
        (
            {
                "MinHealthyPercentage": 50,
                "BakeTime": 120,
                "AlarmSpecification": {"Alarms": [{"Ref": "LoadBalancer5XXAlarm"}]},
            },
            2,
            [
                "1 new in, 1 old out: 1, 2",
                "1 new in, 1 old out: 1, 2",
                "the alarms are watched for 2 minutes: 2, 2",
            ],
            (140, 260),
        ),
        (
            {"MinHealthyPercentage": 50, "BakeTime": 120},
            2,
            [
                "1 new in, 1 old out: 1, 2",
                "1 new in, 1 old out: 1, 2",
                "waits 2 minutes; no alarm is watched: 2, 2",
            ],
            (140, 260),
        ),
    ],
)
def test_an_instance_refresh(
    preferences: dict[str, Any], capacity: int, steps: list[str], times: tuple[int, int]
) -> None:
    found = refreshing(fleet(), capacity, preferences)
    assert shown(found) == steps
    assert (found.shortest, found.longest) == times


def test_a_hook_may_hold_an_instance_for_its_heartbeat() -> None:
    found = refreshing(fleet(heartbeat=300), 2, {})
    assert (found.shortest, found.longest) == (20, 720)


@pytest.mark.parametrize(("lowest", "capacity", "percent"), [(1, 3, 33), (0, 2, 0), (0, 0, 100)])
def test_the_share_that_serves(lowest: int, capacity: int, percent: int) -> None:
    assert Plan("rolling", capacity, [], lowest, 0, 0, 0, 0).percent == percent
