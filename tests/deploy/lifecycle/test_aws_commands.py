"""Each command of the AWS CLI in the documentation exists, with its options."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from awscli.clidriver import create_clidriver

from tests.support import ROOT

PAGES = sorted(
    [ROOT / "README.md", *(ROOT / "docs").rglob("*.md"), *(ROOT / "docs").rglob("*.yml")]
)
_COMMAND = re.compile(r"\baws ([a-z][a-z0-9-]+) ([a-z][a-z-]+)((?:[^`|;\n]|\\\n)*)")
# Version 2 of the CLI has these, and not the version that the emulator's botocore goes with.
_ONLY_IN_2 = {"logs tail"}
_GLOBAL = {"--output", "--query", "--region", "--profile", "--max-items", "--no-cli-pager"}


def _commands(page: Path) -> Iterator[tuple[str, str, list[str]]]:
    for service, operation, rest in _COMMAND.findall(page.read_text(encoding="utf-8")):
        if f"{service} {operation}" not in _ONLY_IN_2:
            # What is in quotes is a value, of which none is an option.
            text = re.sub(r"\"[^\"]*\"|'[^']*'", "", rest)
            yield service, operation, re.findall(r"(?<!\S)--[a-z-]+", text)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_commands_exist(page: Path) -> None:
    services = create_clidriver().create_help_command().command_table
    for service, operation, options in _commands(page):
        operations = services[service].create_help_command().command_table
        assert operation in operations, f"aws {service} {operation}"
        if operation != "wait":
            known = {f"--{name}" for name in operations[operation].arg_table}
            assert set(options) <= known | _GLOBAL, f"aws {service} {operation}"
