"""Metrics that the group follows, and fixed responses that the alarms leave out."""

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


def _answer(status: int) -> dict[str, Any]:
    rule = {"name": f"R{status}", "priority": status, "paths": ["/x"], "action": "respond"}
    return {**rule, "status": status}


# HTTP_Fixed_Response_Count counts fixed responses of all status codes:
# https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html
@pytest.mark.parametrize(
    ("alb", "subtracted"),
    [
        ({}, True),
        ({"rules": [_answer(503)]}, True),
        ({"rules": [_answer(503), _answer(404)]}, False),
        ({"rules": [_answer(200)]}, False),
        ({"rules": [_answer(404)], "maintenance": {"enabled": True}}, True),
        ({"rules": [{**_answer(404), "action": "forward"}]}, True),
    ],
)
def test_fixed_responses_are_subtracted_where_each_is_an_error(
    alb: dict[str, Any], *, subtracted: bool
) -> None:
    found = render(
        {"alb": alb, "slo": {"availability": 99.9}, "dashboard": {"enabled": True}}
    ).resources
    for name in ("LoadBalancer5XXAlarm", "SLOAvailabilityFastLongAlarm", "Dashboard"):
        text = str(found[name])
        assert "HTTPCode_ELB_5XX_Count" in text
        assert ("HTTP_Fixed_Response_Count" in text) is subtracted, name
        assert ("FILL(fixed, 0)" in text) is subtracted, name
