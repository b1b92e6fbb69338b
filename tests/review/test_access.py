"""What a changed resource opens, allows or guards; the rest of the template has no part in it."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.review.access import access_changes
from tests.rendered import merged
from tests.review.support import load, render

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
        (GROUP, group(rule(80)), group({**rule(80), "IpProtocol": "6"}), []),
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
                f"wider, added: s3:{action} on arn:{resource} by all but AWS: a, b"
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


@pytest.mark.parametrize("case", load("widening.yml"), ids=lambda case: str(case["set"])[:90])
def test_only_what_is_wider_than_before_counts(case: dict[str, Any]) -> None:
    start = case.get("before", {})
    before, after = (render(each).template.data for each in (start, merged(start, case["set"])))
    found = [each.grant for each in access_changes(before, after) if each.widens]
    assert sorted(f"{each.resource}: {each.text}" for each in found) == sorted(case["widened"])


def test_a_new_stack_is_not_wider_than_none() -> None:
    data = render({"access": {"managed_policies": ["arn:aws:iam::aws:policy/ReadOnly"]}})
    assert not any(each.widens for each in access_changes({}, data.template.data))


ALLOW = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": {"Fn::Sub": "${New.Arn}/*"}}
ANY = {**ALLOW, "Resource": "*"}
OLD_BUCKET = {"Type": BUCKET}
SERVER = {"Type": "AWS::EC2::Instance"}


def policy_of(statement: Any, type_: str = "AWS::S3::BucketPolicy", **other: Any) -> dict[str, Any]:
    document = {"Statement": [statement]}
    return {"Type": type_, "Properties": {"PolicyDocument": document, **other}}


def by(principal: Any, **other: Any) -> dict[str, Any]:
    return policy_of({**ALLOW, "Principal": principal, **other}, Bucket={"Ref": "New"})


def role(action: str) -> dict[str, Any]:
    return {"Type": ROLE, "Properties": {"Policies": [statement(Action=action, Resource="*")]}}


def peer(port: int, **value: Any) -> dict[str, Any]:
    return {"IpProtocol": "tcp", "FromPort": port, "ToPort": port, **value}


def security_group(*rules: Any) -> dict[str, Any]:
    return {"Type": GROUP, "Properties": group(*rules)}


def within(name: str) -> dict[str, Any]:
    return {**SERVER, "Properties": {"SecurityGroupIds": [{"Fn::GetAtt": f"{name}.GroupId"}]}}


NEW_BUCKET = {"New": OLD_BUCKET}
CALLER = {"StringEquals": {"kms:CallerAccount": {"Ref": "AWS::AccountId"}}}
ROOT = {"Fn::Sub": "arn:${AWS::Partition}:iam::${AWS::AccountId}:root"}
FROM_OLD = {"SourceSecurityGroupId": {"Ref": "Group"}}


@pytest.mark.parametrize(
    ("added", "is_wider"),
    [
        # What is new in the same change may be used by what the account has, but by nothing else.
        ({**NEW_BUCKET, "P": by({"Service": "logs.amazonaws.com"})}, False),
        ({**NEW_BUCKET, "P": by({"AWS": {"Fn::GetAtt": "Role.Arn"}})}, False),
        ({**NEW_BUCKET, "P": by({"AWS": ROOT})}, False),
        ({**NEW_BUCKET, "P": by("*")}, True),
        ({**NEW_BUCKET, "P": by({"AWS": ["*"]}, Condition=CALLER)}, False),
        ({**NEW_BUCKET, "P": by("*", Condition={"StringNotEquals": {"aws:SourceVpc": "a"}})}, True),
        ({**NEW_BUCKET, "P": by({"AWS": "arn:aws:iam::123456789012:root"})}, True),
        ({**NEW_BUCKET, "P": by({"Federated": "id.example.com"})}, True),
        ({**NEW_BUCKET, "P": policy_of(ALLOW, POLICY, Roles=[{"Ref": "Role"}])}, False),
        ({"P": policy_of(ANY, POLICY, Roles=[{"Ref": "Role"}])}, True),
        ({"P": by({"Service": "a.amazonaws.com"}, Resource={"Fn::GetAtt": "Bucket.Arn"})}, True),
        (
            {
                "P": policy_of(
                    {**ALLOW, "Resource": "*", "Principal": ROOT}, Bucket={"Ref": "Bucket"}
                )
            },
            True,
        ),
        ({"R": {"Type": ROLE, "Properties": {"ManagedPolicyArns": ["arn:p"]}}}, True),
        ({"R": role("logs:DescribeLogGroups")}, False),
        ({"R": role("logs:FilterLogEvents")}, True),
        ({"P": policy_of({**ANY, "Action": "s3:ListAllMyBuckets"}, POLICY)}, True),
        # A new group opens what it is given to; a rule with a new destination leads there alone.
        ({"New": security_group(peer(443, **FROM_OLD)), "S": within("New")}, False),
        ({"New": security_group(peer(443, CidrIp="10.0.0.0/8")), "S": within("New")}, False),
        ({"New": security_group(peer(443, CidrIp="0.0.0.0/0")), "S": within("New")}, True),
        ({"New": security_group(peer(443, SourcePrefixListId="pl-1")), "S": within("New")}, True),
        ({"New": security_group(peer(443, **FROM_OLD)), "Server": within("New")}, True),
        (
            {
                "New": security_group(),
                "S": within("New"),
                "Out": {
                    "Type": OWN_RULE,
                    "Properties": {
                        **peer(443, DestinationSecurityGroupId={"Ref": "New"}),
                        "GroupId": {"Ref": "Group"},
                    },
                },
            },
            False,
        ),
        (
            {
                "New": security_group(),
                "S": within("New"),
                "In": {
                    "Type": OWN_INGRESS,
                    "Properties": {
                        **peer(443, SourceSecurityGroupId={"Ref": "New"}),
                        "GroupId": {"Fn::GetAtt": "Group.GroupId"},
                    },
                },
            },
            True,
        ),
        ({"New": {"Type": BALANCER}}, True),
    ],
)
def test_what_comes_with_a_change(added: dict[str, Any], *, is_wider: bool) -> None:
    before = {
        "Bucket": OLD_BUCKET,
        "Role": {"Type": ROLE},
        "Group": {"Type": GROUP, "Properties": {"SecurityGroupEgress": []}},
        "Server": SERVER,
    }
    found = access_changes({"Resources": before}, {"Resources": {**before, **added}})
    assert any(each.widens for each in found if each.grant.kind != "protection") is is_wider


def test_another_name_for_the_same_group_opens_nothing() -> None:
    old, wider = security_group(rule(80)), security_group(rule(80), rule(22))
    for new, expected in ((old, False), (wider, True)):
        before = {"Group": old, "Server": within("Group")}
        after = {"Clients": new, "Server": within("Clients")}
        found = access_changes({"Resources": before}, {"Resources": after})
        assert any(each.widens for each in found) is expected


def test_a_limit_that_is_part_of_a_new_one_is_kept() -> None:
    narrow = statement(
        Effect="Deny", Principal="*", Condition={"Bool": {"aws:ViaAWSService": "false"}}
    )
    broad = statement(Effect="Deny", Principal="*")
    assert not any(each.startswith("wider") for each in changes(POLICY, narrow, broad))
    assert any(each.startswith("wider") for each in changes(POLICY, broad, narrow))
