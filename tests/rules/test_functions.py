"""What the engine's functions make of single texts and values."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any

import pytest
from cfnlint.rules import Rules

ALLOW = {"Effect": "Allow", "Principal": {"Service": "logs.amazonaws.com"}, "Action": "kms:Encrypt"}
ROOT = {"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::123456789012:root"}, "Action": "*"}
ANY = {**ALLOW, "Principal": "*"}
HOLE = "a value that is not known"  # in the tables below


def _admits(*statements: Any) -> tuple[Any, ...]:
    return {"Statement": list(statements)}, "logs.amazonaws.com", "kms:Encrypt"


CALLS: list[tuple[str, tuple[Any, ...], Any]] = [
    # sizes and times
    ("_durations.seconds", ("PT5M",), 300),
    ("_durations.seconds", ("P1DT1H1M1S",), 90061),
    ("_durations.seconds", ("PT0.5S",), 0.5),
    ("_durations.seconds", ("PT",), None),
    ("_durations.seconds", ("5M",), None),
    ("_durations.seconds", (None,), None),
    ("_durations.shown_seconds", (59,), "59 seconds"),
    ("_durations.shown_seconds", (60,), "1 minute"),
    ("_durations.shown_seconds", (90,), "90 seconds"),
    ("_durations.shown_seconds", (7200,), "2 hours"),
    ("_durations.shown_seconds", (86400,), "1 day"),
    ("_durations.shown_seconds", (90000,), "25 hours"),
    # instance types
    ("_images.type_architecture", ("t3.micro",), "x86_64"),
    ("_images.type_architecture", ("m7g.large",), "arm64"),
    ("_images.type_architecture", ("g5.xlarge",), "x86_64"),
    ("_images.type_architecture", ("a1.medium",), "arm64"),
    ("_images.type_architecture", ("m7g",), None),
    ("_images.type_architecture", ("${Type}.large",), None),
    ("_images.type_architecture", ("u-6tb1.metal",), "x86_64"),
    ("_images.is_burstable", ("t4g.nano",), True),
    ("_images.is_burstable", ("trn1.2xlarge",), False),
    ("_images.is_burstable", ("m5.large",), False),
    # actions that a script needs
    ("_permissions.called_actions", ("aws ec2 describe-tags",), ["ec2:DescribeTags"]),
    ("_permissions.called_actions", ("aws s3 cp s3://b/k /tmp",), ["s3:GetObject"]),
    ("_permissions.called_actions", ("aws s3 cp /tmp/k s3://b/k",), ["s3:PutObject"]),
    (
        "_permissions.called_actions",
        ("aws s3 mv 's3://b/k' \"s3://b/l\"",),
        ["s3:GetObject", "s3:PutObject"],
    ),
    ("_permissions.called_actions", ("aws s3 cp --quiet s3://b/k -",), []),
    ("_permissions.called_actions", ("aws s3 sync s3://b /srv s3://c",), ["s3:GetObject"]),
    ("_permissions.called_actions", ("aws s3 ls s3://b /tmp",), []),
    ("_permissions.called_actions", ("aws s3 cp s3://b/k",), []),
    ("_permissions.called_actions", ("aws s3api get-object --bucket b",), ["s3:GetObject"]),
    ("_permissions.called_actions", ("aws s3api head-object --bucket b",), ["s3:GetObject"]),
    ("_permissions.called_actions", ("aws s3api put-object --bucket b",), ["s3:PutObject"]),
    ("_permissions.called_actions", ("aws s3api list-buckets",), []),
    ("_permissions.called_actions", ("aws ec2 wait instance-running",), []),
    ("_permissions.called_actions", ("aws ec2 describe-tags --profile x",), []),
    ("_permissions.called_actions", ("aws s3 cp s3://b/k /a --no-sign-request",), []),
    ("_permissions.called_actions", ("aws strange thing",), []),
    # patterns of IAM
    ("_policies.matches", ("s3:Get*", "s3:GetObject"), True),
    ("_policies.matches", ("s3:getobject", "s3:GetObject"), True),
    ("_policies.matches", ("S3:GET*", "s3:GetObject"), True),
    ("_policies.matches", ("s3:GetObjec?", "s3:GetObject"), True),
    ("_policies.matches", ("s3:Ge?", "s3:GetObject"), False),
    ("_policies.matches", ("s3:GetObject", "s3:GetObjects"), False),
    ("_policies.matches", ("s3.Get*", "s3:GetObject"), False),
    ("_policies.statements", ({"Statement": ROOT},), [(("Statement",), ROOT)]),
    ("_policies.statements", ({"Statement": [ROOT]},), [(("Statement", 0), ROOT)]),
    ("_policies.statements", ({"Statement": "x"},), []),
    # resource policies: does the service come in
    ("_policies.admits_service", _admits(ALLOW), True),
    ("_policies.admits_service", _admits(ROOT), False),
    ("_policies.admits_service", _admits(ROOT, ALLOW), True),
    ("_policies.admits_service", _admits(), False),
    ("_policies.admits_service", _admits("x"), None),
    ("_policies.admits_service", ({}, "logs.amazonaws.com", "kms:Encrypt"), None),
    ("_policies.admits_service", ({"Statement": "x"}, "logs", "kms:Encrypt"), None),
    ("_policies.admits_service", _admits({**ALLOW, "Action": "kms:Decrypt"}), False),
    ("_policies.admits_service", _admits({**ALLOW, "Action": "kms:*"}), True),
    ("_policies.admits_service", _admits({**ALLOW, "Action": "kms:${Action}"}), True),
    ("_policies.admits_service", _admits({**ALLOW, "Effect": "Deny"}), False),
    ("_policies.admits_service", _admits({**ALLOW, "Effect": HOLE}), None),
    ("_policies.admits_service", _admits({**ALLOW, "Principal": {"Service": HOLE}}), None),
    ("_policies.admits_service", _admits({**ALLOW, "Principal": {"AWS": HOLE}}), None),
    ("_policies.admits_service", _admits({**ALLOW, "Principal": {"AWS": "*"}}), True),
    ("_policies.admits_service", _admits(ANY), True),
    *(
        ("_policies.admits_service", _admits({**statement, "Condition": {operator: test}}), answer)
        for statement, operator, test, answer in [
            (ANY, "StringEquals", {"kms:CallerAccount": "123456789012"}, False),
            (ANY, "StringLike", {"kms:ViaService": "ec2.*"}, False),
            (ANY, "ArnLike", {"aws:PrincipalArn": "arn:aws:iam::123456789012:role/a"}, False),
            (ANY, "Bool", {"aws:SecureTransport": "true"}, True),
            (ALLOW, "StringEquals", {"kms:CallerAccount": "123456789012"}, True),
            (ALLOW, "ArnLike", {"aws:SourceArn": "arn:aws:logs:*:123456789012:*"}, True),
            (ALLOW, "ArnLike", {"aws:SourceArn": "arn:aws:s3:::logs"}, False),
            (ALLOW, "ArnLike", {"aws:SourceArn": ["arn:aws:s3:::a", "arn:aws:logs:*:*:*"]}, True),
            (ALLOW, "ArnLike", {"aws:SourceArn": "arn:aws:*:*:123456789012:*"}, True),
            (ALLOW, "ArnLike", {"aws:SourceArn": "arn:aws:${Service}:eu-west-1:a:b"}, True),
            (ALLOW, "ArnLike", {"aws:SourceArn": "${Group.Arn}"}, True),
            (ALLOW, "ArnLike", {"aws:SourceArn": "${Group}"}, False),
            (ALLOW, "ArnLike", {"aws:SourceArn": "*"}, True),
            (ALLOW, "ArnLike", {"aws:SourceArn": "web"}, False),
            (ALLOW, "ArnLike", {"aws:SourceArn": "a:b:logs"}, False),
            (ALLOW, "ArnLike", {"aws:SourceArn": "${?}"}, True),
            (ALLOW, "ArnLike", {"kms:EncryptionContext:aws:logs:arn": "arn:aws:logs:*"}, True),
            (ALLOW, "ArnLike", {"kms:EncryptionContext:aws:s3:arn": "arn:aws:s3:*"}, False),
        ]
    ),
    # scripts
    ("_heredocs.without_heredocs", ("a <<E\nb\nE\nc",), "a \nc"),
    ("_heredocs.without_heredocs", ("a <<E\nb\n  E\nc",), "a \nc"),
    ("_heredocs.without_heredocs", ("a <<E <<F\nb\nE\nc\nF\nd",), "a  \nd"),
    ("_heredocs.without_heredocs", ("a # <<E\nb",), "a # \nb"),
    ("_scripts.reaches_outside", ("#!/bin/bash\ndnf -y install a",), True),
    ("_scripts.reaches_outside", ("#!/bin/bash\necho ECS_CLUSTER=a",), False),
    ("_scripts.reaches_outside", ("#!/bin/bash\ncurl http://localhost/; curl http://b.c",), True),
    ("_scripts.reaches_outside", ("#!/bin/bash\ncurl http://[fd00:ec2::254]/latest",), False),
    ("_scripts.reaches_outside", ("#!/bin/bash\nexport HTTPS_PROXY=a\ndnf -y install a",), False),
    ("_calls.inlined", ("f() {\n  run ${2} $1\n}\nf a 'b c'",), "\nf a 'b c'\n  run b c a\n"),
    ("_calls.inlined", ("f() {\n  run $1 $2\n}\nf a",), "\nf a\n  run a $2\n"),
    # names in templates
    ("_mentions.mentions", ({"Ref": "A"},), {"A"}),
    ("_mentions.mentions", ({"Fn::GetAtt": ["A", "Arn"]},), {"A"}),
    ("_mentions.mentions", ([{"Fn::GetAtt": "A.Arn"}],), {"A"}),
    ("_mentions.mentions", ({"Fn::Sub": "x-${A}-${ B.Arn }"},), {"A", "B"}),
    ("_mentions.mentions", ({"Fn::Sub": ["${A}", {"B": {"Ref": "C"}}]},), {"A", "C"}),
    ("_mentions.mentions", ({"Fn::GetAtt": []},), set()),
    ("_mentions.mentions", ({"Ref": [1, "A"]},), set()),
    ("_mentions.mentions", ({"Value": "A"},), set()),
    # configs of cfn-init
    ("_init._members", ({"a": ["x", "y"]}, "a", set()), ["x", "y"]),
    ("_init._members", ({"a": ["x", {"ConfigSet": "b"}], "b": ["y"]}, "a", set()), ["x", "y"]),
    ("_init._members", ({"a": [{"ConfigSet": "a"}]}, "a", {"a"}), [None]),
    ("_init._members", ({"a": [{"ConfigSet": {"Ref": "B"}}]}, "a", set()), [None]),
    ("_init._members", ({}, "default", set()), ["config"]),
    ("_init._members", ({}, "other", set()), ["other"]),
]


@pytest.fixture(scope="module")
def hole(rules: Rules) -> Any:
    assert rules
    return sys.modules["ec2_readiness.engine"].Hole


def _filled(value: Any, hole: Any) -> Any:
    """Return a value with the unknown ones in it put in."""
    if isinstance(value, dict):
        return {key: _filled(item, hole) for key, item in value.items()}
    if isinstance(value, list):
        return [_filled(item, hole) for item in value]
    return hole if value is HOLE else value


def _id(value: Any) -> str:
    """Return a test's name: of a set in one order, as every process has to collect the same."""
    return str(sorted(value) if isinstance(value, set) else value)


@pytest.mark.parametrize(("function", "arguments", "expected"), CALLS, ids=_id)
def test_a_call(function: str, arguments: tuple[Any, ...], expected: Any, hole: Any) -> None:
    module, name = function.split(".")
    called = getattr(sys.modules[f"ec2_readiness.engine.{module}"], name)
    found = called(*_filled(list(arguments), hole(key="unknown")))
    found = list(found) if isinstance(found, Iterator) else found
    if name == "called_actions":
        found = [action for action, _ in found]
    assert found == expected
