"""What a view has of a template: its resources, what mentions what, and what comes first."""

from __future__ import annotations

import sys
from typing import Any

import pytest
from cfnlint.rules import Rules

from .found import indexed

TEMPLATE: dict[str, Any] = {
    "Parameters": {"P": {"Type": "String"}},
    "Conditions": {"A": {"Fn::Equals": [{"Ref": "P"}, "x"]}},
    "Resources": {
        "Topic": {"Type": "AWS::SNS::Topic"},
        "Mail": {"Type": "AWS::SNS::Subscription", "Properties": {"TopicArn": {"Ref": "Topic"}}},
        "Alarm": {
            "Type": "AWS::CloudWatch::Alarm",
            "DependsOn": "Mail",
            "Properties": {"AlarmActions": [{"Ref": "Topic"}, "arn:aws:sns:eu-west-1:1:own"]},
        },
        "Second": {"Type": "AWS::CloudWatch::Alarm", "DependsOn": ["Alarm", "Gone"]},
        "Some": {"Type": "AWS::SQS::Queue", "Condition": "A"},
        "Unknown": {"Type": "AWS::SQS::Queue", "Condition": "Nowhere"},
        "Wrong": {"Type": "AWS::SQS::Queue", "Condition": ["A"]},
        "Text": "AWS::SQS::Queue",
        "Macro": {"Fn::Transform": {"Name": "AWS::Include"}},
        "Launch": {
            "Type": "AWS::EC2::LaunchTemplate",
            "Metadata": {"AWS::CloudFormation::Init": {"config": {"files": {"/a": "b"}}}, "X": "y"},
        },
        "Nested": {
            "Type": "AWS::CloudFormation::Stack",
            "Properties": {"Parameters": {"Topic": {"Ref": "Topic"}}},
        },
    },
    "Outputs": {"Queue": {"Value": {"Fn::GetAtt": ["Unknown", "Arn"]}}},
}


@pytest.fixture(scope="module")
def views(rules: Rules) -> list[Any]:
    """Return the view of the defaults, and the one in which A holds."""
    assert rules
    found: list[Any] = sys.modules["ec2_readiness.engine._stack"].stack_of(indexed(TEMPLATE)).views
    return found


def _names(resources: Any) -> list[str]:
    return [each.name for each in resources]


def test_the_resources_of_a_combination(views: list[Any]) -> None:
    always = ["Topic", "Mail", "Alarm", "Second", "Unknown", "Wrong", "Launch", "Nested"]
    assert [sorted(view.resources) for view in views] == [sorted(always), sorted([*always, "Some"])]
    assert [_names(view.of("AWS::SQS::Queue")) for view in views] == [
        ["Unknown", "Wrong"],
        ["Some", "Unknown", "Wrong"],
    ]
    assert _names(views[0].of("AWS::CloudWatch::Alarm", "AWS::SNS::Topic")) == [
        *("Alarm", "Second", "Topic"),
    ]
    assert _names(views[0].of("AWS::EC2::Instance")) == []


@pytest.mark.parametrize(
    ("name", "types", "expected"),
    [
        ("Topic", (), ["Alarm", "Mail", "Nested"]),
        ("Topic", ("AWS::CloudWatch::Alarm",), ["Alarm"]),
        ("Topic", ("AWS::SQS::Queue",), []),
        ("Mail", (), ["Alarm"]),
        ("Second", (), []),
    ],
)
def test_what_mentions_a_resource(
    name: str, types: tuple[str, ...], expected: list[str], views: list[Any]
) -> None:
    view = views[0]
    assert _names(view.users(view.resources[name], *types)) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Topic", set()),
        ("Mail", {"Topic"}),
        ("Alarm", {"Topic", "Mail"}),
        ("Second", {"Topic", "Mail", "Alarm", "Gone"}),
    ],
)
def test_what_is_created_before(name: str, expected: set[str], views: list[Any]) -> None:
    comes_after = sys.modules["ec2_readiness.engine._view"].comes_after
    view = views[0]
    assert view.before(view.resources[name]) == expected
    others = [each for each in view.resources.values() if each.name != name]
    found = {each.name for each in others if comes_after(view.resources[name], each)}
    assert found == expected - {"Gone"}


def test_what_others_get(views: list[Any]) -> None:
    """An output, or a nested stack, hands a resource on: another template may use it."""
    view = views[0]
    exposed = [each.name for each in view.resources.values() if view.is_exposed(each)]
    assert exposed == ["Topic", "Unknown"]


def test_texts(views: list[Any]) -> None:
    assert views[0].named_arns == ["arn:aws:sns:eu-west-1:1:own"]
    assert views[0].init_text.splitlines() == ["b"]
