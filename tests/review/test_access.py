"""What a changed resource opens, allows or guards; the rest of the template has no part in it."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.review.access import access_changes

GROUP, OWN_RULE = "AWS::EC2::SecurityGroup", "AWS::EC2::SecurityGroupEgress"
OWN_INGRESS = "AWS::EC2::SecurityGroupIngress"
BALANCER, BUCKET = "AWS::ElasticLoadBalancingV2::LoadBalancer", "AWS::S3::Bucket"
LAUNCH, ROLE, POLICY = "AWS::EC2::LaunchTemplate", "AWS::IAM::Role", "AWS::IAM::Policy"
READ = "s3:GetObject on arn:aws:s3:::b/*"
NONE = {"Ref": "AWS::NoValue"}


def rule(port: int, peer: str = "10.0.0.0/8", last: int | None = None) -> dict[str, Any]:
    return {"IpProtocol": "tcp", "FromPort": port, "ToPort": last or port, "CidrIp": peer}


def group(*rules: Any, leaving: tuple[Any, ...] = ()) -> dict[str, Any]:
    return {"SecurityGroupIngress": list(rules), "SecurityGroupEgress": list(leaving)}


def statement(**parts: Any) -> dict[str, Any]:
    allowed = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*"}
    return {"PolicyDocument": {"Statement": [{**allowed, **parts}]}}


def changes(type_: str, before: Any, after: Any) -> list[str]:
    old, new = ({"Resources": {"It": {"Type": type_, "Properties": p}}} for p in (before, after))
    return [
        f"{'wider' if each.widens else 'narrower'}, {each.words}: {each.grant.text}"
        for each in access_changes(old, new)
    ]


@pytest.mark.parametrize(
    ("type_", "before", "after", "expected"),
    [
        (GROUP, group(), group(rule(80)), ["wider, opened: tcp 80 from 10.0.0.0/8"]),
        (GROUP, group(rule(80)), group(), ["narrower, closed: tcp 80 from 10.0.0.0/8"]),
        (GROUP, group(), group(rule(80, last=90)), ["wider, opened: tcp 80-90 from 10.0.0.0/8"]),
        (
            GROUP,
            group(),
            group({"IpProtocol": "-1", "SourceSecurityGroupId": {"Ref": "Other"}}),
            ["wider, opened: everything from Other"],
        ),
        (
            GROUP,
            group(),
            group({"Fn::If": ["Open", rule(80), rule(81)]}),
            [
                "wider, opened: tcp 80 from 10.0.0.0/8 if Open",
                "wider, opened: tcp 81 from 10.0.0.0/8 unless Open",
            ],
        ),
        (
            GROUP,
            group(),
            group({"Fn::If": ["Open", [rule(80), rule(81)], NONE]}),
            [
                "wider, opened: tcp 80 from 10.0.0.0/8 if Open",
                "wider, opened: tcp 81 from 10.0.0.0/8 if Open",
            ],
        ),
        (GROUP, group(leaving=(rule(443),)), group(), ["narrower, closed: tcp 443 to 10.0.0.0/8"]),
        (
            GROUP,
            {"SecurityGroupEgress": []},
            {},
            ["wider, opened: everything to 0.0.0.0/0, as no rule is given"],
        ),
        (
            OWN_RULE,
            rule(443, "0.0.0.0/0"),
            rule(443),
            ["narrower, closed: tcp 443 to 0.0.0.0/0", "narrower, opened: tcp 443 to 10.0.0.0/8"],
        ),
        (
            BALANCER,
            {"Scheme": "internal"},
            {},
            ["wider, opened: addresses that the Internet reaches"],
        ),
        (BALANCER, {"Scheme": "internal"}, {"Scheme": "internal", "Name": "a"}, []),
        (
            BALANCER,
            {"Scheme": "internet-facing"},
            {"Scheme": "internal"},
            ["narrower, closed: addresses that the Internet reaches"],
        ),
        (
            OWN_INGRESS,
            rule(22),
            {"IpProtocol": "icmp", "SourcePrefixListId": "pl-1"},
            ["narrower, closed: tcp 22 from 10.0.0.0/8", "wider, opened: icmp  from pl-1"],
        ),
        (
            OWN_INGRESS,
            rule(22),
            rule(22, "10.0.0.0/16"),
            [
                "narrower, closed: tcp 22 from 10.0.0.0/8",
                "narrower, opened: tcp 22 from 10.0.0.0/16",
            ],
        ),
        (
            ROLE,
            {"ManagedPolicyArns": ["arn:p"], "PermissionsBoundary": "arn:b"},
            {"PermissionsBoundary": "arn:b"},
            ["narrower, removed: what the managed policy arn:p allows"],
        ),
        ("AWS::IAM::User", {}, {"ManagedPolicyArns": ["arn:p"], "PermissionsBoundary": "a"}, []),
        (
            POLICY,
            {},
            {
                "PolicyDocument": {
                    "Statement": [
                        {
                            "Effect": "Allow",
                            "NotPrincipal": {"AWS": ["b", "a"]},
                            "Action": ["s3:PutObject", "s3:GetObject"],
                            "Resource": ["arn:x", "arn:y"],
                        }
                    ]
                }
            },
            [
                f"wider, added: s3:{action} on arn:{resource} by AWS: a, b"
                for action in ("GetObject", "PutObject")
                for resource in "xy"
            ],
        ),
        (
            BUCKET,
            {"PublicAccessBlockConfiguration": {"BlockPublicAcls": True}},
            {"PublicAccessBlockConfiguration": {"BlockPublicAcls": False}},
            ["wider, removed: the bucket can be made public"],
        ),
        (
            LAUNCH,
            {"LaunchTemplateData": {"MetadataOptions": {"HttpTokens": "required"}}},
            {"LaunchTemplateData": {"MetadataOptions": {"HttpTokens": "optional"}}},
            ["wider, removed: the instance metadata service answers without a token (IMDSv1)"],
        ),
        (
            LAUNCH,
            {"LaunchTemplateData": {"NetworkInterfaces": [{}]}},
            {"LaunchTemplateData": {"NetworkInterfaces": [{"AssociatePublicIpAddress": "true"}]}},
            ["wider, opened: a public address on each instance"],
        ),
        (
            ROLE,
            {"PermissionsBoundary": "arn:b"},
            {"ManagedPolicyArns": ["arn:p"]},
            [
                "wider, added: what the managed policy arn:p allows",
                "wider, removed: permissions boundary arn:b",
            ],
        ),
        (
            POLICY,
            statement(),
            statement(Effect="Deny"),
            [
                f"narrower, removed: {READ}",
                f"narrower, added: {READ}",
            ],
        ),
        (
            POLICY,
            statement(Effect="Deny"),
            {},
            [f"wider, removed: {READ}"],
        ),
        (
            POLICY,
            {},
            {"PolicyDocument": {"Statement": [{"Effect": "Allow", "NotAction": ["iam:*"]}]}},
            ["wider, added: all but iam:*"],
        ),
        (
            POLICY,
            statement(),
            statement(Condition={"Bool": {"aws:SecureTransport": True}}),
            [
                f"narrower, removed: {READ}",
                f"narrower, added: {READ} when Bool: aws:SecureTransport=true",
            ],
        ),
        (
            BUCKET,
            {},
            {
                "Own": [
                    {"Fn::If": ["Open", statement(Principal={"Service": "a.amazonaws.com"}), NONE]}
                ]
            },
            ["wider, added: s3:GetObject on arn:aws:s3:::b/* by Service: a.amazonaws.com if Open"],
        ),
        (
            ROLE,
            {},
            {
                "AssumeRolePolicyDocument": {
                    "Statement": {"Effect": "Allow", "Principal": "*", "Action": "sts:AssumeRole"}
                }
            },
            ["wider, added: sts:AssumeRole by *"],
        ),
    ],
)
def test_what_a_change_opens_or_closes(
    type_: str, before: Any, after: Any, expected: list[str]
) -> None:
    assert sorted(changes(type_, before, after)) == sorted(expected)


TOPIC = {"Type": "AWS::SNS::Topic"}
ATTACHED = {
    "Type": "AWS::SNS::TopicPolicy",
    "Properties": {**statement(), "Topics": [{"Ref": "Topic"}]},
}
INLINE = {"Type": "AWS::IAM::Role", "Properties": {"Policies": [statement()]}}


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        # What goes takes its own permissions with it; a policy may be one of what stays.
        ({"Role": INLINE}, {}, []),
        ({"Topic": TOPIC, "Policy": ATTACHED}, {}, []),
        ({"Topic": TOPIC, "Policy": ATTACHED}, {"Topic": TOPIC}, [f"removed: {READ}"]),
        ({"Policy": {"Type": POLICY, "Properties": statement()}}, {}, [f"removed: {READ}"]),
        ({"Role": INLINE}, {"Role": {"Type": "AWS::IAM::Role"}}, [f"removed: {READ}"]),
    ],
)
def test_permissions_that_go_with_their_resource(
    before: dict[str, Any], after: dict[str, Any], expected: list[str]
) -> None:
    found = access_changes({"Resources": before}, {"Resources": after})
    assert [f"{each.words}: {each.grant.text}" for each in found] == expected


def test_what_widens_comes_first() -> None:
    found = changes(GROUP, group(rule(80)), group(rule(90)))
    assert [each.partition(",")[0] for each in found] == ["wider", "narrower"]
