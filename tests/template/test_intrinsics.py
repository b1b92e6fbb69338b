"""Which functions have a short form, and what stands behind its tag.

https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference.html
"""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.template.intrinsics import short_form


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ({"Ref": "A"}, ("!Ref", "A")),
        ({"Fn::Sub": "${A}"}, ("!Sub", "${A}")),
        ({"Fn::Sub": ["${A}", {"A": "b"}]}, ("!Sub", ["${A}", {"A": "b"}])),
        ({"Fn::Join": [",", ["a"]]}, ("!Join", [",", ["a"]])),
        ({"Fn::If": ["C", "a", "b"]}, ("!If", ["C", "a", "b"])),
        ({"Fn::GetAtt": ["A", "Arn"]}, ("!GetAtt", "A.Arn")),
        ({"Fn::GetAtt": ["A", "Outputs.B"]}, ("!GetAtt", "A.Outputs.B")),
        # An attribute is a logical id and a name: `!GetAtt` can say nothing else.
        ({"Fn::GetAtt": ["A.B", "Arn"]}, None),
        ({"Fn::GetAtt": ["A"]}, None),
        ({"Fn::GetAtt": ["A", "B", "C"]}, None),
        ({"Fn::GetAtt": ["A", {"Ref": "B"}]}, None),
        ({"Fn::GetAtt": "A.Arn"}, None),
        # A tag cannot stand before another tag.
        ({"Fn::Base64": {"Fn::Sub": "a"}}, None),
        ({"Fn::ImportValue": {"Fn::Sub": "a"}}, None),
        ({"Fn::ImportValue": "a"}, ("!ImportValue", "a")),
        (
            {"Fn::Base64": {"Fn::GetAtt": ["A.B", "Arn"]}},
            ("!Base64", {"Fn::GetAtt": ["A.B", "Arn"]}),
        ),
        ({"Fn::Sub": 5}, None),
        ({"Ref": None}, None),
        # What is no function, or may be something else.
        ({"Condition": "C"}, None),
        ({"Key": "a"}, None),
        ({"Ref": "A", "Key": "a"}, None),
        ({"Fn::ForEach::A": []}, None),
        ({}, None),
        ("Ref", None),
        (["Ref"], None),
    ],
)
def test_a_short_form(data: Any, expected: tuple[str, Any] | None) -> None:
    assert short_form(data) == expected
