"""The element of a template that the reason of a failure is about."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.paths import KeyPath
from pipeline.review.events import Event
from pipeline.review.failed_element import behind, failed_element
from tests.review.support import base_rendering, with_template

RESOURCES: dict[str, Any] = {
    "Log": {
        "Type": "AWS::Logs::LogGroup",
        "Properties": {
            "LogGroupName": "shop",
            "RetentionInDays": {"Ref": "Days"},
            "KmsKeyId": {"Fn::ImportValue": {"Fn::Sub": "${Parent}-Key"}},
        },
    },
    "Group": {"Type": "AWS::AutoScaling::AutoScalingGroup", "Properties": {"MaxSize": 4}},
    "Launch": {"Type": "AWS::EC2::LaunchTemplate"},
    "Bare": {"Type": "AWS::SNS::Topic"},
}
PARAMETERS = {
    "Days": {"Default": 7},
    "Empty": {"Default": ""},
    "Parent": {"Default": "network-stack"},
    "Open": {"Type": "String"},
}
QUOTA = "You have requested more vCPU capacity than your current vCPU limit"
NO_EXPORT = "No export named {} found."


@pytest.mark.parametrize(
    ("resource", "reason", "expected"),
    [
        ("Log", "#/RetentionInDays: 5 is not a valid value", ("Properties", "RetentionInDays")),
        ("Log", "#/KmsKeyId/Arn: failed", ("Properties", "KmsKeyId")),
        ("Log", "Value of property LogGroupName must be", ("Properties", "LogGroupName")),
        ("Log", "Property: 'KmsKeyId.Arn' is wrong", ("Properties", "KmsKeyId")),
        ("Log", "Property Nothing is wrong", ()),
        ("Log", "strange", ()),
        ("Bare", "Property Name is wrong", ()),
        # A known reason names the property; or what instances are made of, which is elsewhere.
        ("Group", QUOTA, ("Properties", "MaxSize")),
    ],
)
def test_an_element_of_a_resource(resource: str, reason: str, expected: KeyPath) -> None:
    event = Event("", "shop", resource, "T", "CREATE_FAILED", reason)
    found = failed_element(event, with_template(base_rendering(), RESOURCES))
    assert found == ("Resources", resource, *expected)


def test_what_instances_are_made_of_is_the_launch_template() -> None:
    event = Event("", "shop", "Group", "T", "UPDATE_FAILED", "Received 1 FAILURE signal(s)")
    assert failed_element(event, with_template(base_rendering(), RESOURCES)) == (
        "Resources",
        "Launch",
    )
    alone = {"Group": RESOURCES["Group"]}
    assert failed_element(event, with_template(base_rendering(), alone)) == ("Resources", "Group")


@pytest.mark.parametrize(
    ("reason", "expected"),
    [
        (
            NO_EXPORT.format("${Parent}-Key"),
            ("Resources", "Log", "Properties", "KmsKeyId", "Fn::ImportValue"),
        ),
        (NO_EXPORT.format("network-stack-Key"), ("Parameters", "Parent", "Default")),
        (NO_EXPORT.format("other"), ()),
    ],
)
def test_an_import_of_the_stack(reason: str, expected: KeyPath) -> None:
    event = Event("", "shop", "shop", "AWS::CloudFormation::Stack", "ROLLBACK", reason)
    rendering = with_template(base_rendering(), RESOURCES, Parameters=PARAMETERS)
    assert failed_element(event, rendering) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("RetentionInDays", ("Parameters", "Days", "Default")),
        ("LogGroupName", None),
        ("KmsKeyId", None),
    ],
)
def test_behind_a_reference_is_the_default(name: str, expected: KeyPath | None) -> None:
    path: KeyPath = ("Resources", "Log", "Properties", name)
    rendering = with_template(base_rendering(), RESOURCES, Parameters=PARAMETERS)
    assert behind(path, rendering) == (expected or path)
    assert behind(path, with_template(base_rendering(), RESOURCES)) == path
