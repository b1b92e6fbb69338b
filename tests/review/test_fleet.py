"""The numbers of a template's group."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.review.fleet import number, read_fleet, seconds

GROUP = "AWS::AutoScaling::AutoScalingGroup"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("PT15M", 900),
        ("PT1H", 3600),
        ("PT1H2M3S", 3723),
        ("PT90S", 90),
        ("PT", 0),
        ("P1D", 0),
        ("15", 0),
        ("", 0),
        (None, 0),
    ],
)
def test_durations(text: Any, expected: int) -> None:
    assert seconds(text) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (3, 3),
        ("3", 3),
        ({"Ref": "Size"}, 4),
        ({"Ref": "Open"}, None),
        ({"Ref": "Nowhere"}, None),
        ({"Fn::If": ["C", 1, 2]}, None),
        ("many", None),
        (None, None),
    ],
)
def test_numbers(value: Any, expected: int | None) -> None:
    data = {"Parameters": {"Size": {"Default": "4"}, "Open": {"Type": "Number"}}}
    assert number(data, value) == expected


@pytest.mark.parametrize(
    "resources",
    [
        {},
        {"Other": {"Type": "AWS::SNS::Topic"}},
        {"Group": {"Type": GROUP}},
        {"Group": {"Type": GROUP, "Properties": {"MinSize": 1}}},
        {"Group": {"Type": GROUP, "Properties": {"MaxSize": 1, "MinSize": {"Ref": "Open"}}}},
    ],
)
def test_a_size_that_is_open_makes_no_fleet(resources: dict[str, Any]) -> None:
    assert read_fleet({"Resources": resources}) is None
    assert read_fleet({}) is None


@pytest.mark.parametrize(
    ("hooks", "expected"),
    [
        ([], 0),
        ([{"HeartbeatTimeout": 600}], 600),
        ([{"HeartbeatTimeout": "600"}, {"HeartbeatTimeout": 900}], 900),
        ([{"LifecycleHookName": "a"}], 3600),
    ],
)
def test_lifecycle_hooks_wait_an_hour_by_default(
    hooks: list[dict[str, Any]], expected: int
) -> None:
    """docs.aws.amazon.com/autoscaling/ec2/userguide/lifecycle-hooks-overview.html."""
    properties = {"MinSize": 1, "MaxSize": 2, "LifecycleHookSpecificationList": hooks}
    found = read_fleet({"Resources": {"Group": {"Type": GROUP, "Properties": properties}}})
    assert found is not None
    assert (found.name, found.low, found.high) == ("Group", 1, 2)
    assert (found.heartbeat, found.drain, found.boot) == (expected, 300, 0)
