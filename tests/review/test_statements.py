"""Grants as the statements of a policy: one for each service, scope and condition."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.review.deployer.grants import Grant
from pipeline.review.deployer.statements import statements, substituted


def _statement(sid: str, actions: list[str], resource: Any = "*", **more: Any) -> dict[str, Any]:
    return {"Sid": sid, "Effect": "Allow", "Action": actions, "Resource": resource, **more}


@pytest.mark.parametrize(
    ("grants", "expected"),
    [
        ([], []),
        ([("sqs:A", "*")], [_statement("Sqs1", ["sqs:A"])]),
        ([("sqs:B", "*"), ("sqs:A", "*")], [_statement("Sqs1", ["sqs:A", "sqs:B"])]),
        (
            [("sqs:A", "*"), ("sns:A", "*")],
            [_statement("Sns1", ["sns:A"]), _statement("Sqs2", ["sqs:A"])],
        ),
        ([("sqs:A", "b"), ("sqs:A", "a")], [_statement("Sqs1", ["sqs:A"], ["a", "b"])]),
        # all resources include each of them
        ([("sqs:A", "b"), ("sqs:A", "*")], [_statement("Sqs1", ["sqs:A"])]),
        (
            [("sqs:A", "a"), ("sqs:B", "b")],
            [_statement("Sqs1", ["sqs:A"], ["a"]), _statement("Sqs2", ["sqs:B"], ["b"])],
        ),
        # a wildcard includes the actions that it matches, in the same scope
        ([("sqs:Get*", "*"), ("sqs:GetQueue", "*")], [_statement("Sqs1", ["sqs:Get*"])]),
        (
            [("sqs:Get*", "*"), ("sqs:PutQueue", "*")],
            [_statement("Sqs1", ["sqs:Get*", "sqs:PutQueue"])],
        ),
        (
            [("sqs:Get*", "a"), ("sqs:GetQueue", "b")],
            [_statement("Sqs1", ["sqs:Get*"], ["a"]), _statement("Sqs2", ["sqs:GetQueue"], ["b"])],
        ),
        ([("sqs:A", "${B}")], [_statement("Sqs1", ["sqs:A"], [{"Fn::Sub": "${B}"}])]),
        ([("resource-groups:A", "*")], [_statement("ResourceGroups1", ["resource-groups:A"])]),
        (
            [("iam:A", "*", (("iam:PassedToService", ("ec2.amazonaws.com",)),))],
            [
                _statement(
                    "Iam1",
                    ["iam:A"],
                    Condition={"StringEquals": {"iam:PassedToService": ["ec2.amazonaws.com"]}},
                )
            ],
        ),
        (
            [("iam:A", "*", (("iam:PolicyARN", ("arn:${AWS::Partition}:iam::*",)),))],
            [
                _statement(
                    "Iam1",
                    ["iam:A"],
                    Condition={
                        "StringLike": {
                            "iam:PolicyARN": [{"Fn::Sub": "arn:${AWS::Partition}:iam::*"}]
                        }
                    },
                )
            ],
        ),
    ],
)
def test_statements(grants: list[tuple[Any, ...]], expected: list[dict[str, Any]]) -> None:
    assert statements(Grant(*each) for each in grants) == expected


def test_a_statement_has_at_most_60_actions() -> None:
    found = statements(Grant(f"sqs:A{number:03}", "*") for number in range(121))
    assert [len(each["Action"]) for each in found] == [60, 60, 1]
    assert [each["Sid"] for each in found] == ["Sqs1", "Sqs2", "Sqs3"]


@pytest.mark.parametrize(("text", "expected"), [("a", "a"), ("${A}", {"Fn::Sub": "${A}"})])
def test_a_variable_is_substituted(text: str, expected: Any) -> None:
    assert substituted(text) == expected
