"""Who is outside: the Internet and other accounts, not the networks and services of this one."""

from __future__ import annotations

import json
from typing import Any

import pytest

from pipeline.review.canonical import canonical
from pipeline.review.coverage import Grant
from pipeline.review.outsiders import is_for_outsiders

RESOURCES: dict[str, Any] = {"Front": {}, "Role": {}}


def ingress(peer: str, *refers: str) -> Grant:
    return Grant("Group", "ingress", "", ("tcp", "80", "80", peer, ""), refers)


@pytest.mark.parametrize(
    ("peer", "refers", "expected"),
    [
        ("0.0.0.0/0", (), True),
        ("203.0.113.0/24", (), True),
        ("::/0", (), True),
        # https://www.rfc-editor.org/rfc/rfc1918, rfc6598 and rfc4193
        ("10.0.0.0/8", (), False),
        ("10.0.0.0/7", (), True),
        ("172.16.0.0/12", (), False),
        ("172.32.0.0/16", (), True),
        ("192.168.1.0/24", (), False),
        ("100.64.0.0/10", (), False),
        ("100.128.0.0/16", (), True),
        ("fc00::/7", (), False),
        ("fe00::/8", (), True),
        ("sg-0123456789abcdef0", (), False),
        ("pl-0123456789abcdef0", (), True),
        ("Front.GroupId", ("Front",), False),
        ("Peer", ("Peer",), True),  # a parameter
    ],
)
def test_peers(peer: str, refers: tuple[str, ...], *, expected: bool) -> None:
    assert is_for_outsiders(ingress(peer, *refers), RESOURCES) is expected


def test_what_is_not_known_is_for_outsiders_where_it_admits() -> None:
    assert is_for_outsiders(Grant("Group", "ingress", ""), RESOURCES)
    assert not is_for_outsiders(Grant("Group", "egress", "", ingress("0.0.0.0/0").scope), RESOURCES)
    assert not is_for_outsiders(Grant("Role", "allowed", ""), RESOURCES)
    assert not is_for_outsiders(Grant("Role", "allowed", "", ("a", "*", "", "", "")), RESOURCES)


def trusted(principal: Any, condition: Any = None) -> Grant:
    texts = [json.dumps(each) if each else "" for each in (principal, condition)]
    return Grant("Topic", "allowed", "", ("sns:Publish", "*", *texts, ""))


@pytest.mark.parametrize(
    ("principal", "expected"),
    [
        ("*", True),
        ({"AWS": "*"}, True),
        ({"Service": "ec2.amazonaws.com"}, False),
        ({"AWS": "arn:aws:iam::123456789012:root"}, True),  # which account that is, is not known
        ({"AWS": {"Fn::Sub": "arn:aws:iam::${AWS::AccountId}:root"}}, False),
        ({"AWS": {"Ref": "AWS::AccountId"}}, False),
        ({"AWS": {"Fn::GetAtt": ["Role", "Arn"]}}, False),
        ({"AWS": {"Fn::GetAtt": ["Gone", "Arn"]}}, True),
        ({"Federated": "cognito-identity.amazonaws.com"}, True),
        ({"Service": "ec2.amazonaws.com", "AWS": "*"}, True),
    ],
)
def test_principals(principal: Any, *, expected: bool) -> None:
    assert is_for_outsiders(trusted(canonical(principal)), RESOURCES) is expected


@pytest.mark.parametrize(
    ("operator", "key", "is_open"),
    [
        ("StringEquals", "aws:SourceAccount", False),
        ("ArnLike", "AWS:SourceArn", False),
        ("StringEquals", "kms:CallerAccount", False),
        ("StringEquals", "aws:SecureTransport", True),
        ("StringNotEquals", "aws:SourceAccount", True),
        ("StringEqualsIfExists", "aws:SourceAccount", True),
        ("Fn::If", ["A", {}, {}], True),
    ],
)
def test_conditions_that_limit_everyone(operator: str, key: Any, *, is_open: bool) -> None:
    condition = {operator: key if isinstance(key, list) else {key: "123456789012"}}
    assert is_for_outsiders(trusted("*", condition), RESOURCES) is is_open
    account = {"AWS": "arn:aws:iam::123456789012:root"}
    assert is_for_outsiders(trusted(account, condition), RESOURCES)
