"""Metrics that the group follows, and fixed responses that the alarms leave out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from pipeline.paths import walk
from tests.cloudwatch.metrics import METRICS
from tests.rendered import Data, render


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


_OTHER = "arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/admin/0123456789abcdef"
_OF_TARGETS = {"LoadBalancer", "TargetGroup"}


def _watched(resources: Data) -> Iterator[tuple[str, str, set[str]]]:
    """Yield the id of each alarm with its metrics of the load balancer and their dimensions."""
    for id_, resource in resources.items():
        for _, value in walk(resource):
            if isinstance(value, dict) and value.get("Namespace") == "AWS/ApplicationELB":
                yield id_, value["MetricName"], {each["Name"] for each in value["Dimensions"]}


# The dimension LoadBalancer alone is of all target groups, those of other stacks included:
# https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html
@pytest.mark.parametrize(
    ("alb", "of_targets"),
    [
        ({}, False),
        ({"rules": [{"name": "A", "priority": 10, "paths": ["/a"], "port": 8080}]}, False),
        (
            {
                "rules": [{"name": "A", "priority": 10, "paths": ["/a"], "target_group": _OTHER}],
                "target_ports": [80],
            },
            True,
        ),
        ({"canary": {"target_group": _OTHER}}, True),
    ],
)
def test_requests_of_other_stacks_are_not_counted(alb: dict[str, Any], *, of_targets: bool) -> None:
    every = {name: {"enabled": True} for name in ("connection_errors", "unusual_requests")}
    config = {"alb": alb, "alarms": every, "slo": {"availability": 99.9, "latency": {"p99": 2}}}
    watched = list(_watched(render(config).resources))
    assert {name for _, name, _ in watched} >= {
        *("RequestCount", "TargetResponseTime", "HTTPCode_Target_5XX_Count"),
        *("TargetConnectionErrorCount", "HTTPCode_ELB_5XX_Count"),
    }
    for alarm, name, dimensions in watched:
        by_target = frozenset(_OF_TARGETS) in METRICS["AWS/ApplicationELB"][name].dimensions
        if alarm == "LoadBalancer5XXAlarm" or "HealthyHost" in name:
            continue
        assert (dimensions == _OF_TARGETS) is (of_targets and by_target), (alarm, name)


_AT_8080 = {"name": "A", "priority": 10, "paths": ["/a"], "port": 8080}
_ZONE: Data = {"dns": {"hosted_zone_id": "Z0123456789ABCDEFGHIJ"}}
_SIGNED_IN: Data = {
    "https": {"request_for": "www.example.com"},
    "jwt": {"issuer": "https://id.example.com", "jwks_endpoint": "https://id.example.com/keys"},
}


# EC2 refuses a security group that has a rule twice: InvalidPermission.Duplicate.
@pytest.mark.parametrize(
    ("alb", "port", "opened"),
    [
        ({}, 3000, [3000]),
        ({"target_ports": [8080, 3000]}, 3000, [3000, 8080]),
        ({"target_ports": [8080], "rules": [_AT_8080]}, 3000, [3000, 8080]),
        ({"target_ports": [443], **_SIGNED_IN}, 3000, [3000, 443]),
        (_SIGNED_IN, 443, [443]),
        (_SIGNED_IN, 3000, [3000, 443]),
    ],
)
def test_each_port_is_opened_once(alb: dict[str, Any], port: int, opened: list[int]) -> None:
    found = render({"alb": alb, "application": {"port": port}, **_ZONE}).resources
    rules = found["LoadBalancerSecurityGroup"]["Properties"]["SecurityGroupEgress"]
    assert [each["FromPort"] for each in rules] == opened
