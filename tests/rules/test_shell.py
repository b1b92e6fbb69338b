"""What the rules read out of a shell script."""

from __future__ import annotations

import sys
from time import process_time
from typing import Any

import pytest
from cfnlint.rules import Rules

from tests.support import HOSTILE_SECONDS


@pytest.fixture(scope="module")
def shell(rules: Rules) -> Any:
    """The engine's module, as it is registered with the rules."""
    assert rules
    return sys.modules["ec2_readiness.engine._shell"]


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ("a b 'c d'", [("a", "b", "c d")]),
        ("a && b || c; d", [("a",), ("b",), ("c",), ("d",)]),
        ("A=1 B=2 run --x", [("run", "--x")]),
        ("sudo -u app timeout 30 node app.js", [("node", "app.js")]),
        ("a \\\n  b", [("a", "b")]),
        ("a # b\n# c\nd", [("a",), ("d",)]),
        ("a 'x # y' \"z # w\"", [("a", "x # y", "z # w")]),
        ("id=$(aws sts get-caller-identity)", [("aws", "sts", "get-caller-identity")]),
        ('x "$(a "b c")"', [("a", "b c"), ("x", "$(a b c)")]),
        ("cat > /f <<EOF\nhidden --no\nEOF\nseen", [("cat",), ("seen",)]),
        ("cat <<-'END' > /f\n\thidden\n\tEND\nseen", [("cat",), ("seen",)]),
        ("for i in 1 2; do a; done", [("a",)]),
        ("case $x in\n a) b;;\n *) c ;;\nesac", [("b",), ("c",)]),
        ("a > /f 2>&1 < /g", [("a",)]),
    ],
)
def test_commands(script: str, expected: list[tuple[str, ...]], shell: Any) -> None:
    assert [command.words for command in shell.shell_commands(script)] == expected


@pytest.mark.parametrize(
    ("script", "sure"),
    [
        ("a\nif b; then c; fi\nd", {"a", "b", "d"}),
        ("f() { a; }\nb", {"b"}),
        ("f() { a; }\nf", {"a", "f"}),
        ("f() {\n a\n}\ntrap f ERR", {"a", "trap"}),
        ("function f { a; }\nb", {"b"}),
        ("[ -e /x ] && a\nb", {"[", "b"}),
        ("a || b\nc", {"a", "c"}),
        ("until a; do b; done", {"a"}),
        ("( a )\nb", {"b"}),
    ],
)
def test_what_surely_runs(script: str, sure: set[str], shell: Any) -> None:
    assert {command.program for command in shell.surely_run(script)} == sure


@pytest.mark.parametrize(
    ("script", "tolerated"),
    [("a || true", True), ("a &", True), ("if a; then b; fi", True), ("a && b", False)],
)
def test_what_may_fail(script: str, tolerated: bool, shell: Any) -> None:
    assert shell.shell_commands(script)[0].is_tolerated is tolerated


@pytest.mark.parametrize(
    "text", ['echo "$(' * 400, "echo '" * 500, "`$(" * 300, "<<EOF\n" * 300, "((" * 500, "\\" * 999]
)
def test_nonsense_is_read_in_no_time(text: str, shell: Any) -> None:
    start = process_time()
    shell.shell_commands(text)
    assert process_time() - start < HOSTILE_SECONDS


def test_a_script_is_known_by_its_first_line(shell: Any) -> None:
    assert shell.is_shell("#!/bin/bash -xe\n")
    assert shell.is_shell("#!/usr/bin/env bash\n")
    assert not shell.is_shell("#!/usr/bin/python3\n")
    assert not shell.is_shell("#cloud-config\n")
