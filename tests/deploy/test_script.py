"""The boot script, as it is rendered into user data, without running it."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.deploy import boot, provisions, snapshot
from tests.deploy.standing import Standing

_LIMIT = 16 * 1024  # bytes, before Base64
_SECRETS = (
    re.compile(r"AKIA[0-9A-Z]{16}"),
    re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----"),
    re.compile(r"(?i)(password|secret|token)\s*[=:]\s*['\"]?(?=\S*\d)[A-Za-z0-9+]{12,}(?!\S)"),
    re.compile(r"\{\{resolve:"),
)


_SHELLCHECK = str(Path(sys.executable).with_name("shellcheck"))


@pytest.mark.parametrize(
    "command", [["bash", "-n"], [_SHELLCHECK, "--shell=bash", "--severity=info", "-"]]
)
def test_it_is_sound(stood: Standing, command: list[str]) -> None:
    text = boot.user_data(stood)
    said = subprocess.run(command, input=text, capture_output=True, text=True, check=False)
    assert said.returncode == 0, said.stdout + said.stderr


def test_it_fits(stood: Standing) -> None:
    assert len(boot.user_data(stood).encode()) <= _LIMIT


def test_it_holds_no_secret(stood: Standing) -> None:
    text = boot.user_data(stood)
    assert provisions.SECRET not in text
    assert not [match[0] for pattern in _SECRETS for match in pattern.finditer(text)]


def test_all_names_in_it_are_resolved(stood: Standing) -> None:
    data = snapshot.user_data(stood)
    assert "Fn::" not in str(data)
    first = boot.user_data(stood).split("set -E", maxsplit=1)[0]
    assert "${" not in first, "a name that CloudFormation did not fill in"
