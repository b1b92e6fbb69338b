"""What the rules read out of a shell script: rows of shell.yml."""

from __future__ import annotations

import sys
from time import process_time
from typing import Any

import pytest
import yaml
from cfnlint.rules import Rules

from tests.support import HOSTILE_SECONDS

from .corpus import HERE

ROWS = yaml.safe_load((HERE / "shell.yml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def shell(rules: Rules) -> Any:
    """The engine's module, as it is registered with the rules."""
    assert rules
    return sys.modules["ec2_readiness.engine._shell"]


@pytest.mark.parametrize(("script", "expected"), ROWS["commands"])
def test_commands(script: str, expected: list[list[str]], shell: Any) -> None:
    assert [list(command.words) for command in shell.shell_commands(script)] == expected


@pytest.mark.parametrize(("script", "expected"), ROWS["sure"])
def test_what_surely_runs(script: str, expected: list[str], shell: Any) -> None:
    assert [command.program for command in shell.surely_run(script)] == expected


@pytest.mark.parametrize(("script", "expected"), ROWS["tolerated"])
def test_what_may_fail(script: str, expected: bool, shell: Any) -> None:
    assert shell.shell_commands(script)[0].is_tolerated is expected


@pytest.mark.parametrize(("script", "names", "expected"), ROWS["value"])
def test_the_value_of_an_option(
    script: str, names: list[str], expected: str | None, shell: Any
) -> None:
    assert shell.shell_commands(script)[0].value(*names) == expected


@pytest.mark.parametrize(
    "text", ['echo "$(' * 400, "echo '" * 500, "`$(" * 300, "<<EOF\n" * 300, "((" * 500, "\\" * 999]
)
def test_nonsense_is_read_in_no_time(text: str, shell: Any) -> None:
    start = process_time()
    shell.shell_commands(text)
    assert process_time() - start < HOSTILE_SECONDS


@pytest.mark.parametrize(
    ("first", "expected"),
    [
        ("#!/bin/bash -xe", True),
        ("#!/bin/sh", True),
        ("#! /bin/dash", True),
        ("#!/usr/bin/env bash", True),
        ("#!/usr/bin/zsh", True),
        ("#!/usr/bin/python3", False),
        ("#!/usr/bin/env python3", False),
        ("#!/usr/bin/fish", False),
        ("#cloud-config", False),
        ("echo '#!/bin/bash'", False),
    ],
)
def test_a_script_is_known_by_its_first_line(first: str, expected: bool, shell: Any) -> None:
    assert shell.is_shell(f"{first}\necho\n") is expected
