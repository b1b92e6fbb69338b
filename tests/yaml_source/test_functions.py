"""What is a call of an intrinsic function, and the long form of one."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.yaml_source.functions import is_function, long_argument


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ({"Ref": "A"}, True),
        ({"Fn::Sub": "a"}, True),
        ({"Fn::GetAtt": ["A", "B"]}, True),
        ({"Condition": {"StringEquals": {}}}, False),  # an IAM statement has one, too
        ({"Ref": "A", "Fn::Sub": "a"}, False),
        ({"Ref": "A", "x": 1}, False),
        ({"Refs": "A"}, False),
        ({}, False),
        (["Ref"], False),
        ("Ref", False),
        (None, False),
    ],
)
def test_a_call(data: Any, *, expected: bool) -> None:
    assert is_function(data) is expected


@pytest.mark.parametrize(
    ("function", "argument", "expected"),
    [
        ("Fn::GetAtt", "A.B.C", ["A", "B.C"]),
        ("Fn::GetAtt", ["A", "B"], ["A", "B"]),
        ("Fn::Sub", "A.B", "A.B"),
        ("Ref", "A.B", "A.B"),
    ],
)
def test_the_long_form(function: str, argument: Any, expected: Any) -> None:
    assert long_argument(function, argument) == expected
