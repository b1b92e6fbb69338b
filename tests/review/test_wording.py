"""Values, numbers and times as reports show them."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.review.canonical import MISSING
from pipeline.review.wording import brief, duration, plural, shown, text_of

A = {"Ref": "A"}


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (MISSING, "(none)"),
        ("two\nlines", "two lines"),
        (["a", A], "a, A"),
        (A, "A"),
        ({"Fn::GetAtt": ["Db", "Port"]}, "Db.Port"),
        ({"Fn::Sub": ["a-", A]}, "a-${A}"),
        ({"Fn::Sub": "a"}, "Sub of a"),
        ({"Fn::ImportValue": {"Fn::Sub": ["x-", A]}}, "import of x-${A}"),
        ({"Fn::If": ["C", "a", {"Ref": "AWS::NoValue"}]}, "(a if C else none)"),
        ({"Fn::Base64": "a"}, "base64 of a"),
        ({"Fn::GetAZs": "eu-west-1"}, "GetAZs of eu-west-1"),
        ({"Fn::Select": ["0", {"Fn::GetAZs": ""}]}, "Select of 0, GetAZs"),
        ({"Fn::Select": ["0", ["a", "b"]]}, "Select of 0, a, b"),
        ({"Fn::Transform": {"Name": "Include"}}, 'Transform of {"Name": "Include"}'),
        ({"Key": "a", "Value": "b\nc"}, "Key=a Value=b c"),
        ({"Key": "a"}, "Key=a"),
        ({"Key": "a", "Value": A}, "Key: a Value: A"),
        ({"Only": ["a", "b"]}, "Only: a, b"),
        ({}, "{}"),
        ({"None": {}}, "None: {}"),
        (5, "5"),
    ],
)
def test_a_value_on_one_line(value: Any, text: str) -> None:
    assert shown(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ({"Fn::Base64": {"Fn::Sub": ["a\n", A, "\nb"]}}, "a\n${A}\nb"),
        ("a\nb", "a\nb"),
        ({"Fn::GetAtt": ["Db", "Port"]}, "Db.Port"),
        ({"Fn::Base64": "a", "b": "c"}, "Fn::Base64=a b=c"),
    ],
)
def test_the_text_of_a_script_keeps_its_lines(value: Any, text: str) -> None:
    assert text_of(value) == text


def test_a_long_value_is_cut_off_at_90_characters() -> None:
    assert brief("x" * 90) == "x" * 90
    assert brief("x" * 91) == "x" * 87 + "..."


@pytest.mark.parametrize(("number", "text"), [(0, "0 hosts"), (1, "1 host"), (2, "2 hosts")])
def test_a_number_with_its_noun(number: int, text: str) -> None:
    assert plural(number, "host") == text


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (1, "1 second"),
        (119, "119 seconds"),
        (120, "2 minutes"),
        (150, "2 minutes 30 s"),
        (7199, "119 minutes 59 s"),
        (7200, "2 hours"),
        (9000, "2 hours 30 min"),
    ],
)
def test_a_time(seconds: int, text: str) -> None:
    assert duration(seconds) == text
