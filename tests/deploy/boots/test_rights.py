from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.deploy.boots import rights, sandbox
from tests.deploy.boots.boot_runner import BootRunner
from tests.deploy.boots.iam import Call, UnknownStatementError, allowed, applies
from tests.deploy.boots.scenario import WELL
from tests.deploy.report import REPORT
from tests.deploy.stack.deployed_stack import DeployedStack

_STATEMENT: dict[str, Any] = {
    "Effect": "Allow",
    "Action": ["s3:Get*"],
    "Resource": "arn:aws:s3:::b/p/*",
}


@pytest.mark.skipif(bool(sandbox.unavailable()), reason=f"no boots: {sandbox.unavailable()}")
def test_each_call_is_allowed_and_each_right_used(
    boot_runner: BootRunner, deployed: DeployedStack, path: Path
) -> None:
    result = boot_runner.get(path, WELL)
    assert list(rights.check(deployed, result)) == []
    summary = rights.summary(deployed, result)
    REPORT.add("Permissions of the instances", summary, deployed.config.name)


@pytest.mark.parametrize(
    ("statement", "call", "wanted"),
    [
        ({}, Call("s3:GetObject", "arn:aws:s3:::b/p/x"), True),
        ({}, Call("s3:GetObject", "arn:aws:s3:::b/q/x"), False),
        ({}, Call("s3:PutObject", "arn:aws:s3:::b/p/x"), False),
        ({"Effect": "Deny"}, Call("s3:GetObject", "arn:aws:s3:::b/p/x"), False),
        (
            {"Condition": {"StringEquals": {"k": "v"}}},
            Call("s3:GetObject", "arn:aws:s3:::b/p/x", {"k": "v"}),
            True,
        ),
        (
            {"Condition": {"StringEquals": {"k": "v"}}},
            Call("s3:GetObject", "arn:aws:s3:::b/p/x"),
            False,
        ),
    ],
)
def test_statements(statement: dict[str, Any], call: Call, wanted: bool) -> None:
    assert allowed([{**_STATEMENT, **statement}], call) == wanted


@pytest.mark.parametrize(
    "statement", [{"NotAction": "s3:*"}, {"Condition": {"Bool": {"aws:SecureTransport": "true"}}}]
)
def test_unknown_statements_are_rejected(statement: dict[str, Any]) -> None:
    with pytest.raises(UnknownStatementError):
        applies({**_STATEMENT, **statement}, Call("s3:GetObject", "arn:aws:s3:::b/p/x"))
