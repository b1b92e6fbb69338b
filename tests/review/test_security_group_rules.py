"""The rules of security groups in words, and those that a condition chooses."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.review.security_group_rules import branches, rule_grants

TCP = {"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443}
A, B = {**TCP, "CidrIp": "10.0.0.0/8"}, {**TCP, "CidrIp": "10.1.0.0/16"}
NONE = {"Ref": "AWS::NoValue"}
NO_RULE = "G egress everything to 0.0.0.0/0, as no rule is given"


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        ([], []),
        ([A, B], [(A, ""), (B, "")]),
        (A, [(A, "")]),
        ([NONE, A], [(A, "")]),
        ([{"Fn::If": ["C", A, B]}], [(A, " if C"), (B, " unless C")]),
        ([{"Fn::If": ["C", A, NONE]}], [(A, " if C")]),
        ([{"Fn::If": ["C", NONE, A]}], [(A, " unless C")]),
        ({"Fn::If": ["C", [A, B], NONE]}, [(A, " if C"), (B, " if C")]),
        ([{"Fn::If": ["C", {"Fn::If": ["D", A, B]}, NONE]}], [(A, " if D"), (B, " unless D")]),
        ("text", []),
        ([None, "text"], []),
    ],
)
def test_rules_of_a_list(rules: Any, expected: list[tuple[Any, str]]) -> None:
    assert list(branches(rules)) == expected


@pytest.mark.parametrize(
    ("type_", "properties", "expected"),
    [
        ("", {"SecurityGroupIngress": [A]}, ["G ingress tcp 443 from 10.0.0.0/8", NO_RULE]),
        ("", {"SecurityGroupEgress": [A]}, ["G egress tcp 443 to 10.0.0.0/8"]),
        ("", {"SecurityGroupEgress": []}, []),
        ("", {}, [NO_RULE]),
        (
            "",
            {"SecurityGroupEgress": [{"Fn::If": ["C", A, NONE]}]},
            ["G egress tcp 443 to 10.0.0.0/8 if C"],
        ),
        (
            "",
            {"SecurityGroupEgress": [{**TCP, "ToPort": 444, "CidrIpv6": "::/0"}]},
            ["G egress tcp 443-444 to ::/0"],
        ),
        (
            "",
            {"SecurityGroupEgress": [{"IpProtocol": -1, "DestinationPrefixListId": "pl-1"}]},
            ["G egress everything to pl-1"],
        ),
        ("", {"SecurityGroupEgress": [TCP]}, ["G egress tcp 443 to ?"]),
        (
            "Ingress",
            {**TCP, "GroupId": {"Ref": "Other"}, "SourceSecurityGroupId": {"Ref": "Web"}},
            ["Other ingress tcp 443 from Web"],
        ),
        (
            "Egress",
            {**TCP, "GroupId": "sg-1", "DestinationSecurityGroupId": "sg-2"},
            ["sg-1 egress tcp 443 to sg-2"],
        ),
    ],
)
def test_rules_in_words(type_: str, properties: dict[str, Any], expected: list[str]) -> None:
    found = rule_grants("G", f"AWS::EC2::SecurityGroup{type_}", properties)
    assert [f"{each[0]} {each[1]} {each[2]}" for each in found] == expected


def test_no_rules_of_other_types() -> None:
    assert list(rule_grants("G", "AWS::SNS::Topic", {"SecurityGroupIngress": [A]})) == []
