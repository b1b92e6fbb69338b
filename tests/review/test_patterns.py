"""A template's values as IAM matches them: what is not known before the deployment is anything."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.review.deployer.patterns import hosted_zones, pattern

PARAMETERS = {"Known": {"Default": "a"}, "Empty": {"Default": ""}, "Open": {}}


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("a", "a"),
        (5, "5"),
        ("${a}", "${!a}"),
        ({"Ref": "AWS::StackName"}, "${StackName}"),
        ({"Ref": "AWS::Region"}, "${AWS::Region}"),
        ({"Ref": "Known"}, "a"),
        ({"Ref": "Empty"}, "*"),
        ({"Ref": "Open"}, "*"),
        ({"Ref": "Nowhere"}, "*"),
        ({"Fn::Sub": "${AWS::StackName}-${Known}-${Open}-${!b}"}, "${StackName}-a-*-${!b}"),
        ({"Fn::Sub": ["${Known}-${X}", {"X": "y"}]}, "a-*"),
        ({"Fn::Join": ["-", ["a", {"Ref": "Known"}, {"Ref": "Open"}]]}, "a-a-*"),
        ({"Fn::ImportValue": "a"}, "*"),
        ({"Ref": "Known", "b": 1}, "*"),
        (["a"], "*"),
        ({}, "*"),
    ],
)
def test_a_value(value: Any, expected: str) -> None:
    assert pattern(value, PARAMETERS) == expected


def test_hosted_zones_of_records() -> None:
    record = {"HostedZoneId": "Z1", "AliasTarget": {"HostedZoneId": "Z2"}}
    options = {"DomainValidationOptions": [{"HostedZoneId": {"Ref": "Zone"}}]}
    data = {"A": record, "B": {"HostedZoneName": "example.com."}, "C": [options, "HostedZoneId"]}
    assert list(hosted_zones(data)) == ["Z1", "*", {"Ref": "Zone"}]
