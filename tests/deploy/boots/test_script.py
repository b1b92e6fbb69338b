"""The boot script, as it is rendered into user data, without running it."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.deploy.boots import boot
from tests.deploy.checks import instance
from tests.deploy.stack import prerequisites
from tests.deploy.stack.deployed_stack import DeployedStack

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
def test_it_passes_bash_and_shellcheck(deployed: DeployedStack, command: list[str]) -> None:
    text = boot.user_data(deployed)
    done = subprocess.run(command, input=text, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_it_is_within_the_limit_of_user_data(deployed: DeployedStack) -> None:
    assert len(boot.user_data(deployed).encode()) <= _LIMIT


def test_it_contains_no_secret(deployed: DeployedStack) -> None:
    text = boot.user_data(deployed)
    assert prerequisites.SECRET not in text
    assert not [match[0] for pattern in _SECRETS for match in pattern.finditer(text)]


def test_all_names_in_it_are_resolved(deployed: DeployedStack) -> None:
    data = instance.launch_template_data(deployed)
    assert "Fn::" not in str(data)
    first = boot.user_data(deployed).split("set -E", maxsplit=1)[0]
    assert "${" not in first, "a name that CloudFormation did not resolve"
