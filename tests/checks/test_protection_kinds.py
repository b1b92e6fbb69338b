"""What each kind of protection accepts and refuses; the elements that a path leads to."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.checks.elements import MISSING, locate_elements, mentions, resolve_parameter
from pipeline.checks.protection_kinds import holds, setting_of

VALUES = {
    "alb": {"desync_mode": "defensive", "limit": 5, "names": ["a", "b"], "none": None},
    "access": {"egress": [{"port": 443, "cidr": "0.0.0.0/0"}]},
    "cidrs": ["10.0.0.0/8"],
    "lists": ["pl-1"],
}
ORDER = ["monitor", "defensive", "strictest"]
ALLOWED = {"Effect": "Allow", "Action": ["s3:GetObject"], "Resource": "arn:b"}


@pytest.mark.parametrize(
    ("row", "good", "bad"),
    [
        ({"equals": "true"}, ["true"], ["false", True, MISSING]),
        ({"equals": 1}, [1], [True, 1.0, "1"]),
        ({"setting": "alb.desync_mode"}, ["defensive"], ["strictest", MISSING]),
        (
            {"setting": "alb.desync_mode", "order": ORDER},
            ["defensive", "strictest"],
            ["monitor", "unknown", MISSING],
        ),
        ({"at_least": "alb.limit"}, [5, 6, 5.5], [4, "5", MISSING]),
        ({"at_least": 3}, [3], [2]),
        ({"at_most": "alb.limit"}, [5, 4], [6, "5", MISSING]),
        ({"at_most": "alb.limit", "unit": 60}, [300], [301]),
        ({"present": True}, ["a", {}, None], [MISSING]),
        ({"absent": True}, [MISSING], ["a", {}, None]),
        ({"includes": "alb.names"}, [["b", "c", "a"]], [["a"], "ab", MISSING]),
        (
            {"only": "alb.names"},
            [[], [{"Name": "a"}, {"Name": "b"}]],
            [[{"Name": "a"}, {"Name": "c"}], [{}], MISSING],
        ),
        ({"only": "alb.none"}, [[]], [[{"Name": "a"}]]),
        (
            {"admits": ["cidrs", "lists", "alb.none"]},
            [
                {"CidrIp": "10.0.0.0/8"},
                {"SourcePrefixListId": "pl-1"},
                {"SourceSecurityGroupId": "sg-1"},
                MISSING,
            ],
            [{"CidrIp": "0.0.0.0/0"}, {"CidrIpv6": "::/0"}, {"SourcePrefixListId": "pl-2"}],
        ),
        (
            {"egress": "access.egress"},
            [{"FromPort": 443, "ToPort": 443, "CidrIp": "0.0.0.0/0"}],
            [
                {"FromPort": 443, "ToPort": 444, "CidrIp": "0.0.0.0/0"},
                {"FromPort": 442, "ToPort": 443, "CidrIp": "0.0.0.0/0"},
                {"FromPort": 443, "ToPort": 443, "CidrIp": "10.0.0.0/8"},
                MISSING,
            ],
        ),
        ({"among": "alb.names"}, ["a", "b"], ["c", MISSING]),
        ({"among": "alb.none"}, [], ["a"]),
        # A statement names its actions, and its resources, where its actions support any.
        (
            {"narrow": ["Describe"]},
            [
                ALLOWED,
                {**ALLOWED, "Resource": ["arn:a", "arn:b"]},
                {**ALLOWED, "Sid": "Describe", "Resource": "*"},
                {**ALLOWED, "Effect": "Deny", "Action": "*"},
                MISSING,
            ],
            [
                {**ALLOWED, "Action": "s3:*"},
                {**ALLOWED, "Action": ["s3:GetObject", "s3:Put*"]},
                {**ALLOWED, "Resource": ["arn:a", "*"]},
                {**ALLOWED, "Resource": "*", "Sid": "Other"},
                {"Effect": "Allow", "NotAction": "a:b", "Resource": "arn:a"},
                {"Effect": "Allow", "Action": "a:b", "NotResource": "arn:a"},
            ],
        ),
        ({"equals": "a", "optional": "Name"}, ["a", MISSING], ["b"]),
        ({"equals": "a", "optional": "Other"}, ["a"], [MISSING]),
        ({"equals": 3, "at_most": 2}, [], [3, 2]),
        # Where AWS's default holds, the element may be missing, or one that it is in.
        ({"equals": "a", "at": ["Properties", "Name"], "default": "Name"}, ["a", MISSING], ["b"]),
        ({"equals": "a", "at": ["Name", "Inner"], "default": "Inner"}, ["a", MISSING], ["b"]),
        ({"equals": "a", "at": ["Inner", "Name"], "default": "Inner"}, ["a"], ["b", MISSING]),
    ],
)
def test_what_a_protection_accepts(row: dict[str, Any], good: list[Any], bad: list[Any]) -> None:
    assert [each for each in good if not holds(row, ("Properties", "Name"), each, VALUES)] == []
    assert [each for each in bad if holds(row, ("Properties", "Name"), each, VALUES)] == []


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("alb.limit", 5),
        ("alb.missing", None),
        ("alb.limit.deeper", None),
        ("cidrs", ["10.0.0.0/8"]),
    ],
)
def test_a_setting_by_its_name(name: str, expected: Any) -> None:
    assert setting_of(VALUES, name) == expected


RULES = [{"Name": "a", "Port": 1}, "text", {"Name": "b", "Port": 2}]
NONE = {"Ref": "AWS::NoValue"}


@pytest.mark.parametrize(
    ("value", "parts", "expected"),
    [
        ({"A": {"B": 1}}, ["A", "B"], [(("A", "B"), 1)]),
        ({"A": {}}, ["A", "B"], [(("A", "B"), MISSING)]),
        ({"A": 1}, ["A", "B"], [(("A", "B"), MISSING)]),
        ([1, 2], ["*"], [((0,), 1), ((1,), 2)]),
        ([], ["*"], [((), MISSING)]),
        ("text", ["*", "A"], [((), MISSING)]),
        ({"A": 1}, ["*", "A"], [(("A",), 1)]),
        ({"*": 1}, ["*"], [((), {"*": 1})]),
        ([{"A": 1}, {}], ["*", "A"], [((0, "A"), 1), ((1, "A"), MISSING)]),
        (RULES, ["Name=b", "Port"], [((2, "Port"), 2)]),
        (RULES, ["Name=c", "Port"], [(('Name="c"',), MISSING)]),
        ({"Name": "b"}, ["Name=b"], [(('Name="b"',), MISSING)]),
        # In a branch of a condition, and in none that leaves the element out.
        (
            {"A": {"Fn::If": ["C", {"B": 1}, {"B": 2}]}},
            ["A", "B"],
            [(("A", "Fn::If", 1, "B"), 1), (("A", "Fn::If", 2, "B"), 2)],
        ),
        ({"Fn::If": ["C", NONE, 2]}, [], [(("Fn::If", 2), 2)]),
        ({"Fn::If": ["C", 1]}, [], [((), {"Fn::If": ["C", 1]})]),
        (
            {"Fn::If": ["C", 1, 2], "A": 3},
            [],
            [((), {"Fn::If": ["C", 1, 2], "A": 3})],
        ),
    ],
)
def test_the_elements_that_a_path_leads_to(value: Any, parts: list[str], expected: Any) -> None:
    assert list(locate_elements(value, parts, ())) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"Ref": "Name"}, "a"),
        ({"Ref": "Open"}, {"Ref": "Open"}),
        ({"Ref": "Resource"}, {"Ref": "Resource"}),
        ({"Ref": "Name", "B": 1}, {"Ref": "Name", "B": 1}),
        ("Name", "Name"),
    ],
)
def test_the_default_of_a_parameter(value: Any, expected: Any) -> None:
    data = {"Parameters": {"Name": {"Default": "a"}, "Open": {}}}
    assert resolve_parameter(value, data) == expected
    assert resolve_parameter(value, {}) == value


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"Ref": "Key"}, True),
        ({"Fn::GetAtt": ["Key", "Arn"]}, True),
        ({"Fn::GetAtt": ["Other", "Key"]}, False),
        ({"Fn::GetAtt": "Key.Arn"}, False),
        ([1, {"A": {"Ref": "Key"}}], True),
        ([1, {"A": {"Ref": "Other"}}], False),
        ("Key", False),
        ({}, False),
    ],
)
def test_what_mentions_a_resource(value: Any, expected: bool) -> None:
    assert mentions(value, "Key") is expected
