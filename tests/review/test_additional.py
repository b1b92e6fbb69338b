"""The permissions that an update takes, by what it does with a resource."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.review.changes import compare
from pipeline.review.deployer.additional import additional_permissions
from pipeline.review.update import Update

QUEUE = {"Type": "AWS::SQS::Queue", "Properties": {"DelaySeconds": 1}}
TOPIC = {"Type": "AWS::SNS::Topic", "Properties": {"DisplayName": "a"}}
RENAMED = {"Type": "AWS::SNS::Topic", "Properties": {"DisplayName": "a", "TopicName": "b"}}
IMPORTED = {"Type": "AWS::SNS::Topic", "Properties": {"TopicName": {"Fn::ImportValue": "b"}}}
SECRET = {"Type": "AWS::SNS::Topic", "Properties": {"DisplayName": "{{resolve:ssm:/a}}"}}
Resources = dict[str, Any]


def needed(before: Resources, after: Resources) -> list[str]:
    old, new = {"Resources": before}, {"Resources": after}
    return additional_permissions(Update(old, new, compare(old, new, "eu-west-1")), "eu-west-1")


@pytest.mark.parametrize(
    ("before", "after", "some", "none"),
    [
        ({"T": TOPIC}, {"T": TOPIC}, [], ["sns:", "sqs:"]),
        # a new resource is created, and deleted where the update rolls back
        ({"T": TOPIC}, {"T": TOPIC, "Q": QUEUE}, ["sqs:CreateQueue", "sqs:DeleteQueue"], ["sns:"]),
        # what the stack has already needs no more
        ({"T": TOPIC}, {"T": TOPIC, "U": TOPIC}, [], ["sns:CreateTopic", "sqs:"]),
        ({"T": TOPIC, "Q": QUEUE}, {"T": TOPIC}, [], ["sqs:", "sns:"]),
        (
            {"T": TOPIC},
            {"T": SECRET},
            ["ssm:GetParameters"],
            ["sns:CreateTopic", "sns:DeleteTopic"],
        ),
        (
            {"T": TOPIC},
            {"T": RENAMED},
            [
                "sns:CreateTopic on sns:${AWS::Region}:${AWS::AccountId}:b",
                "sns:DeleteTopic on sns:${AWS::Region}:${AWS::AccountId}:b",
            ],
            ["sqs:"],
        ),
        # a name that is known at deployment only: the topic may be replaced
        (
            {"T": RENAMED},
            {"T": IMPORTED},
            [
                "sns:CreateTopic on sns:${AWS::Region}:${AWS::AccountId}:${StackName}-*",
                "sns:DeleteTopic on sns:${AWS::Region}:${AWS::AccountId}:${StackName}-*",
            ],
            ["sqs:"],
        ),
        (
            {"T": TOPIC},
            {"T": TOPIC, "C": {"Type": "Our::Own::Type"}},
            ["not known: the actions of Our::Own::Type"],
            ["sns:"],
        ),
    ],
)
def test_what_an_update_needs(
    before: Resources, after: Resources, some: list[str], none: list[str]
) -> None:
    found = needed(before, after)
    assert [each for each in some if each not in found] == []
    assert [each for each in found if each.startswith(tuple(none))] == []


def test_what_cannot_be_known_before_is_not_said_again() -> None:
    custom = {"C": {"Type": "Our::Own::Type"}, "T": TOPIC}
    assert needed(custom, {**custom, "T": SECRET}) == ["ssm:GetParameters"]
