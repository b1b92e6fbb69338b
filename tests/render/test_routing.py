"""Metrics that the group follows: what of a dimension's value Fn::Sub replaces."""

from __future__ import annotations

from typing import Any

import pytest

from tests.rendered import render


# https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference-sub.html
# Fn::Sub writes `${!x}` as `${x}`.
@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("jobs", "jobs"),
        ("${LoadBalancer}", {"Fn::Sub": "${LoadBalancer}"}),
        ("a ${AWS::StackName} b", {"Fn::Sub": "a ${AWS::StackName} b"}),
        ("a${b c", "a${b c"),
        ("${!a}", "${!a}"),
        ("${LoadBalancer}${!a} ${b c ${", {"Fn::Sub": "${LoadBalancer}${!!a} ${!b c ${!"}),
    ],
)
def test_variables_of_a_dimension(value: str, expected: Any) -> None:
    metric = {"name": "Jobs", "namespace": "Shop", "metric": "Jobs", "target": 5}
    settings = {"metrics": [{**metric, "statistic": "Sum", "dimensions": {"Queue": value}}]}
    stack = render({"scaling": {"target_tracking": settings}})
    [policy] = [each for id_, each in stack.resources.items() if id_ == "JobsTargetPolicy"]
    tracking = policy["Properties"]["TargetTrackingConfiguration"]
    [metric] = tracking["CustomizedMetricSpecification"]["Metrics"]
    assert metric["MetricStat"]["Metric"]["Dimensions"] == [{"Name": "Queue", "Value": expected}]
