"""Whether one statement of a policy includes another, as IAM matches requests."""

from __future__ import annotations

import json
from typing import Any

import pytest

from pipeline.review.statement_coverage import includes, principals

ROOT = {"AWS": ["arn:aws:iam::123456789012:root"]}
SERVICE = {"Service": ["ec2.amazonaws.com"]}
BOTH = {"AWS": ["arn:aws:iam::123456789012:root"], "Service": ["ec2.amazonaws.com"]}
EQUALS = {"StringEquals": {"aws:SourceAccount": "1"}}
EITHER = {"StringEquals": {"aws:SourceAccount": ["1", "2"]}}
MORE = {"StringEquals": {"aws:SourceAccount": "1", "aws:SourceArn": "a"}}
NOT = {"StringNotEquals": {"aws:SourceAccount": ["1", "2"]}}
NOT_ONE = {"StringNotEquals": {"aws:SourceAccount": "1"}}
DECIDED = {"Fn::If": ["C", EQUALS, {}]}


def _scope(
    action: str = "s3:GetObject",
    resource: str = "a",
    who: Any = None,
    condition: Any = None,
    where: str = "",
) -> tuple[str, ...]:
    texts = ["" if each is None else json.dumps(each, sort_keys=True) for each in (who, condition)]
    return (action, resource, *texts, where)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (_scope(), _scope(), True),
        # actions, which have no case, and resources, which do
        (_scope("s3:*"), _scope(), True),
        (_scope("s3:Get*"), _scope("S3:getobject"), True),
        (_scope("s3:Get?bject"), _scope(), True),
        (_scope("*"), _scope(), True),
        (_scope(), _scope("s3:*"), False),
        (_scope("s3:Put*"), _scope(), False),
        (_scope(resource="*"), _scope(), True),
        (_scope(resource="a*"), _scope(resource="ab"), True),
        (_scope(resource="A"), _scope(resource="a"), False),
        (_scope(), _scope(resource="*"), False),
        # principals
        (_scope(who=ROOT), _scope(who=ROOT), True),
        (_scope(who="*"), _scope(who=ROOT), True),
        (_scope(who={"AWS": "*"}), _scope(who=ROOT), True),
        (_scope(who=BOTH), _scope(who=ROOT), True),
        (_scope(who=ROOT), _scope(who={"AWS": ROOT["AWS"][0]}), True),
        (_scope(who=BOTH), _scope(who=SERVICE), True),
        (_scope(who=ROOT), _scope(who=BOTH), False),
        (_scope(who=ROOT), _scope(who=SERVICE), False),
        (_scope(who=ROOT), _scope(who="*"), False),
        (_scope(who=ROOT), _scope(), False),
        # conditions
        (_scope(), _scope(condition=EQUALS), True),
        (_scope(condition=EQUALS), _scope(), False),
        (_scope(condition=EQUALS), _scope(condition=EQUALS), True),
        (_scope(condition=EITHER), _scope(condition=EQUALS), True),
        (_scope(condition=EQUALS), _scope(condition=EITHER), False),
        (_scope(condition=EQUALS), _scope(condition=MORE), True),
        (_scope(condition=MORE), _scope(condition=EQUALS), False),
        (_scope(condition=NOT), _scope(condition=NOT), True),
        (_scope(condition=NOT), _scope(condition=NOT_ONE), False),
        (_scope(condition=NOT_ONE), _scope(condition=NOT), False),
        (_scope(condition=EQUALS), _scope(condition=NOT_ONE), False),
        (_scope(condition=DECIDED), _scope(condition=DECIDED), True),
        (_scope(), _scope(condition=DECIDED), True),
        (_scope(condition=DECIDED), _scope(condition=EQUALS), False),
        (_scope(condition=EQUALS), _scope(condition=DECIDED), False),
        # conditions of the template
        (_scope(), _scope(where=" if C"), True),
        (_scope(where=" if C"), _scope(where=" if C"), True),
        (_scope(where=" if C"), _scope(), False),
        (_scope(where=" if C"), _scope(where=" if D"), False),
    ],
)
def test_a_statement(old: tuple[str, ...], new: tuple[str, ...], expected: bool) -> None:
    assert includes(old, new) is expected


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ("", set()),
        ('"*"', {("AWS", "*")}),
        ('{"AWS": "a"}', {("AWS", "a")}),
        ('{"AWS": ["a", "b"], "Service": "c"}', {("AWS", "a"), ("AWS", "b"), ("Service", "c")}),
        ('{"AWS": [{"Ref": "A"}]}', {("AWS", '{"Ref": "A"}')}),
        ('{"Fn::If": ["C", "a", "b"]}', {("", '{"Fn::If": ["C", "a", "b"]}')}),
    ],
)
def test_principals(data: str, expected: set[tuple[str, str]]) -> None:
    assert principals(data) == expected
