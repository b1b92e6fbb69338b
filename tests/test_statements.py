"""Every statement of every policy is there for a feature that is on; see statements.yml."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.rendered import (
    ENVIRONMENTS,
    EXAMPLES,
    Data,
    Stack,
    as_text,
    maximal,
    merged,
    read_cases,
    render,
    render_file,
    statements,
)
from tests.support import ROOT

KEY = "arn:aws:kms:eu-west-1:123456789012:key/11111111-2222-3333-4444-555555555555"
IMAGE = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop"
LOGIN = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:shop/registry-AbCdEf"
RELEASES: list[Data] = [
    {"application": {"artifact": {"bucket": "example-releases", "key": KEY}}},
    {"application": {"container": {"image": IMAGE}}},
    {"application": {"container": {"image": "ghcr.io/shop/web", "credentials": LOGIN}}},
]
TABLE: dict[str, Data] = read_cases(ROOT / "tests" / "statements.yml")


def _sids(stack: Stack) -> set[str]:
    return {each.get("Sid", "without a Sid") for each in statements(stack.data)}


def _without(stack: Stack, sid: str) -> Stack:
    text = json.dumps(TABLE[sid]["without"]).replace("REGION", stack.settings["regions"][0])
    settings = {name: value for name, value in stack.settings.items() if name != "extends"}
    return render(merged(settings, json.loads(text)))


@pytest.mark.parametrize("path", [*ENVIRONMENTS, *EXAMPLES], ids=lambda path: path.stem)
def test_every_statement_goes_with_its_feature(path: Path) -> None:
    stack = render_file(path)
    sids = _sids(stack)
    assert sids <= set(TABLE)
    for sid in sids:
        if "without" in TABLE[sid]:
            assert sid not in _sids(_without(stack, sid))


def _private_registry() -> Stack:
    arn = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:shop/registry-AbCdEf"
    container = {"image": "registry.example.com/shop", "credentials": arn}
    return render({"application": {"baked": False, "container": container}})


def test_every_statement_of_the_table_is_one_of_the_stack() -> None:
    files = [*ENVIRONMENTS, *EXAMPLES]
    rendered = [*map(render_file, files), *maximal(), *map(render, RELEASES)]
    assert set(TABLE) == set().union(*map(_sids, rendered))


@pytest.mark.parametrize("path", [*ENVIRONMENTS, *EXAMPLES], ids=lambda path: path.stem)
def test_no_statement_allows_everything(path: Path) -> None:
    for each in statements(render_file(path).data):
        if each["Effect"] == "Allow" and each["Sid"] != "EnableIAMUserPermissions":
            actions = each["Action"] if isinstance(each["Action"], list) else [each["Action"]]
            assert not [action for action in actions if action.split(":")[-1] == "*"]
            if as_text(each.get("Principal", {})) == "AWS: *":
                assert "kms:CallerAccount" in as_text(each["Condition"])
