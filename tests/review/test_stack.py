"""A rendered stack as the sheet looks at it: resources by type, values in words, what stays."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from pipeline.review.sheet.reach import _sessions
from pipeline.review.sheet.stack import Stack

DATA: dict[str, Any] = {
    "Parameters": {"Size": {"Default": 5}, "Name": {"Default": "shop"}, "Open": {}},
    "Resources": {
        "A": {"Type": "T", "Properties": {"x": 1}, "DeletionPolicy": "Retain"},
        "B": {"Type": "U", "DeletionPolicy": "Snapshot"},
        "C": {"Type": "T", "DeletionPolicy": "Delete"},
        "D": {"Type": "V", "DeletionPolicy": "RetainExceptOnCreate"},
        "E": {"Type": "V"},
    },
}


def stack(data: dict[str, Any]) -> Stack:
    rendering: Any = SimpleNamespace(
        template=SimpleNamespace(data=data), config=SimpleNamespace(settings={})
    )
    return Stack(rendering)


STACK = stack(DATA)


@pytest.mark.parametrize(
    ("types", "expected"),
    [
        (("T",), [("A", {"x": 1}), ("C", {})]),
        (("U",), [("B", {})]),
        (("U", "T"), [("A", {"x": 1}), ("B", {}), ("C", {})]),  # in the template's order
        (("none",), []),
        ((), []),
    ],
)
def test_resources_of_types(types: tuple[str, ...], expected: list[tuple[str, Any]]) -> None:
    assert list(STACK.of_type(*types)) == expected


@pytest.mark.parametrize(
    ("value", "words", "resolved", "number"),
    [
        ("a", "a", "a", 0),
        (7, "7", "7", 7),
        ("7", "7", "7", 7),
        ({"Ref": "Size"}, "parameter Size (5)", "5", 5),
        ({"Ref": "Name"}, "parameter Name (shop)", "shop", 0),
        ({"Ref": "Open"}, "parameter Open", "Open", 0),
        ({"Ref": "A"}, "A", "A", 0),
        ({"Fn::Sub": "${Name}-a"}, "${Name}-a", "shop-a", 0),
        ([{"Ref": "Name"}, "b"], "Name, b", "shop, b", 0),
    ],
)
def test_a_value(value: Any, words: str, resolved: str, number: int) -> None:
    assert (STACK.words(value), STACK.resolved(value), STACK.number(value)) == (
        words,
        resolved,
        number,
    )


def test_parameters_inside_of_a_map() -> None:
    assert STACK.resolved({"k": {"Ref": "Name"}, "l": "b"}) == "k=shop l=b"


def test_what_stays_when_the_stack_is_deleted() -> None:
    """DeletionPolicy: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-deletionpolicy.html."""
    assert [name for name in DATA["Resources"] if STACK.kept(name)] == ["A", "D"]
    assert [name for name in DATA["Resources"] if STACK.snapshotted(name)] == ["B"]


def test_targets_are_resources_each_once() -> None:
    value = [{"Ref": "B"}, {"Fn::GetAtt": ["A", "Arn"]}, {"Ref": "Size"}, {"Ref": "B"}]
    assert STACK.targets(value) == ["B", "A"]


@pytest.mark.parametrize(
    ("properties", "is_open"),
    [
        ({}, False),
        ({"ManagedPolicyArns": ["arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"]}, True),
        ({"ManagedPolicyArns": ["arn:aws:iam::aws:policy/ReadOnlyAccess"]}, False),
        (
            {
                "Policies": [
                    {"PolicyDocument": {"Statement": [{"Action": "ssmmessages:OpenDataChannel"}]}}
                ]
            },
            True,
        ),
    ],
)
def test_session_manager_is_a_way_in(properties: dict[str, Any], *, is_open: bool) -> None:
    role = {"Type": "AWS::IAM::Role", "Properties": properties}
    assert bool(_sessions(stack({"Resources": {"Role": role}}))) is is_open
