"""What policies grant, in words, and what opens a resource without one."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.review.policy_grants import exposures, role_grants, statement_grants

ALLOW = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "a"}
DENY = {"Effect": "Deny", "Action": "s3:*", "Resource": "a"}
BALANCER = "AWS::ElasticLoadBalancingV2::LoadBalancer"
TEMPLATE = "AWS::EC2::LaunchTemplate"
NONE = {"Ref": "AWS::NoValue"}
TOPIC = "AWS::SNS::Topic"


def policy(*statements: Any) -> dict[str, Any]:
    return {"PolicyDocument": {"Statement": list(statements)}}


@pytest.mark.parametrize(
    ("properties", "expected"),
    [
        (policy(ALLOW), ["allowed: s3:GetObject on a"]),
        (policy(DENY), ["denied: s3:* on a"]),
        (policy(ALLOW, DENY), ["allowed: s3:GetObject on a", "denied: s3:* on a"]),
        ({"PolicyDocument": {"Statement": ALLOW}}, ["allowed: s3:GetObject on a"]),
        ({"Policies": [policy(ALLOW)]}, ["allowed: s3:GetObject on a"]),
        ({"KeyPolicy": {"Statement": [ALLOW]}}, ["allowed: s3:GetObject on a"]),
        ({"Other": {"Statement": [ALLOW]}}, []),
        (
            policy({**ALLOW, "Action": ["a:B", "a:C"], "Resource": ["x", "y"]}),
            [
                "allowed: a:B on x",
                "allowed: a:B on y",
                "allowed: a:C on x",
                "allowed: a:C on y",
            ],
        ),
        (
            policy({"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"}),
            ["allowed: all but iam:* on *"],
        ),
        (
            policy({**ALLOW, "Principal": {"AWS": "b"}}),
            ["allowed: s3:GetObject on a by AWS: b"],
        ),
        (
            policy({**ALLOW, "NotPrincipal": {"AWS": "b"}}),
            ["allowed: s3:GetObject on a by all but AWS: b"],
        ),
        (
            policy({**ALLOW, "Condition": {"Bool": {"k": "true"}}}),
            ["allowed: s3:GetObject on a when Bool: k=true"],
        ),
        (
            policy({"Fn::If": ["C", ALLOW, NONE]}),
            ["allowed: s3:GetObject on a if C"],
        ),
        (
            {"Policies": [{"Fn::If": ["C", policy(ALLOW), policy(DENY)]}]},
            ["allowed: s3:GetObject on a if C", "denied: s3:* on a unless C"],
        ),
        (
            {"AssumeRolePolicyDocument": {"Statement": [{"Effect": "Allow", "Action": "sts:A"}]}},
            ["trusted: sts:A"],
        ),
        (
            {"AssumeRolePolicyDocument": {"Statement": [{"Effect": "Deny", "Action": "sts:A"}]}},
            ["denied: sts:A"],
        ),
        ({"PolicyDocument": "text"}, []),
        ("text", []),
    ],
)
def test_statements(properties: Any, expected: list[str]) -> None:
    found = statement_grants("R", "T", properties)
    assert [f"{each[1]}: {each[2]}" for each in found] == expected


@pytest.mark.parametrize(
    ("type_", "properties", "expected"),
    [
        (
            "AWS::IAM::Role",
            {"ManagedPolicyArns": ["arn:a", {"Ref": "P"}], "PermissionsBoundary": "arn:b"},
            [
                "allowed: what the managed policy arn:a allows",
                "allowed: what the managed policy P allows",
                "boundary: permissions boundary arn:b",
            ],
        ),
        ("AWS::IAM::Role", {}, []),
        (TOPIC, {"ManagedPolicyArns": ["arn:a"], "PermissionsBoundary": "arn:b"}, []),
    ],
)
def test_managed_policies(type_: str, properties: dict[str, Any], expected: list[str]) -> None:
    found = role_grants("R", type_, properties)
    assert [f"{each[1]}: {each[2]}" for each in found] == expected


def _interface(**settings: Any) -> dict[str, Any]:
    return {"LaunchTemplateData": {"NetworkInterfaces": [settings]}}


@pytest.mark.parametrize(
    ("type_", "properties", "expected"),
    [
        (BALANCER, {}, ["addresses that the Internet reaches"]),
        (BALANCER, {"Scheme": "internet-facing"}, ["addresses that the Internet reaches"]),
        (BALANCER, {"Scheme": "internal"}, []),
        (
            TEMPLATE,
            _interface(AssociatePublicIpAddress=True),
            ["a public address on each instance"],
        ),
        (
            TEMPLATE,
            _interface(AssociatePublicIpAddress="true"),
            ["a public address on each instance"],
        ),
        (TEMPLATE, _interface(AssociatePublicIpAddress=False), []),
        (TEMPLATE, _interface(), []),
        (TEMPLATE, {}, []),
        (TOPIC, {"Scheme": "internet-facing"}, []),
    ],
)
def test_what_opens_a_resource(type_: str, properties: dict[str, Any], expected: list[str]) -> None:
    assert [each[2] for each in exposures("R", type_, properties)] == expected
