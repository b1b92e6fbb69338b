"""A port of HTTPS opens what HTTP had open exactly where HTTP leads to it from then on."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.review.coverage import Grant
from pipeline.review.https_openings import ports_before

Data = dict[str, Any]
BALANCING = "AWS::ElasticLoadBalancingV2::"
FORWARD = {"Type": "forward", "TargetGroupArn": "arn"}


def balancer(group: str) -> Data:
    groups = {"SecurityGroups": [{"Fn::GetAtt": [group, "GroupId"]}]}
    return {"Type": f"{BALANCING}LoadBalancer", "Properties": groups}


def listener(port: Any, protocol: str, *actions: Data, of: str = "Balancer") -> Data:
    properties = {"LoadBalancerArn": {"Ref": of}, "Port": port, "Protocol": protocol}
    return {"Type": f"{BALANCING}Listener", "Properties": {**properties, "DefaultActions": actions}}


def redirect(port: Any, protocol: str = "HTTPS") -> Data:
    return {"Type": "redirect", "RedirectConfig": {"Port": port, "Protocol": protocol}}


def opened(low: str, high: str) -> Grant:
    return Grant("Front", "ingress", "", ("tcp", low, high, "0.0.0.0/0", ""))


BEFORE: Data = {"Balancer": balancer("Front"), "Http": listener(80, "HTTP", FORWARD)}
AFTER: Data = {
    "Balancer": balancer("Front"),
    "Http": listener(80, "HTTP", redirect("443")),
    "Https": listener(443, "HTTPS", FORWARD),
}


@pytest.mark.parametrize(
    ("before", "after", "rule", "expected"),
    [
        ({}, {}, opened("443", "443"), ["80"]),
        ({}, {"Http": listener("80", "HTTP", redirect(443))}, opened("443", "443"), ["80"]),
        # more ports than that of HTTPS
        ({}, {}, opened("443", "444"), []),
        ({}, {}, opened("442", "443"), []),
        # the application without TLS, or at the same port by a second listener
        ({}, {"Https": listener(443, "HTTP", FORWARD)}, opened("443", "443"), []),
        ({}, {"Other": listener(443, "HTTP", FORWARD, of="B")}, opened("443", "443"), []),
        # a redirect to elsewhere, or of what was no application
        ({}, {"Http": listener(80, "HTTP", redirect("8443"))}, opened("443", "443"), []),
        ({}, {"Http": listener(80, "HTTP", redirect("443", "HTTP"))}, opened("443", "443"), []),
        ({}, {"Http": listener(80, "HTTP", FORWARD)}, opened("443", "443"), []),
        (
            {"Http": listener(80, "HTTP", redirect("8443"))},
            {},
            opened("443", "443"),
            [],
        ),
        ({"Http": {"Type": "AWS::SNS::Topic"}}, {}, opened("443", "443"), []),
        # the group of another load balancer, or of what is none
        ({}, {"Balancer": balancer("Other")}, opened("443", "443"), []),
        ({}, {"Balancer": {**balancer("Front"), "Type": "T"}}, opened("443", "443"), []),
        ({}, {"Http": listener(80, "HTTP", redirect("443"), of="B")}, opened("443", "443"), []),
    ],
)
def test_ports_before(before: Data, after: Data, rule: Grant, expected: list[str]) -> None:
    assert ports_before(rule, {**BEFORE, **before}, {**AFTER, **after}) == expected
