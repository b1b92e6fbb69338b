"""What a shell reads to complete options; test_shell_completion.py presses the tabulator."""

from __future__ import annotations

import argparse

import pytest

from pipeline.cli.completion import completion


@pytest.fixture
def parser() -> argparse.ArgumentParser:
    """Return a parser with an option of each form."""
    found = argparse.ArgumentParser(prog="render.py", add_help=False)
    found.add_argument("files", nargs="*", help="configs")
    found.add_argument("-c", "--check", action="store_true", help="fail [if stale]: compare")
    found.add_argument("--format", choices=["text", "json"], help="form of what is printed")
    found.add_argument("--output", metavar="FOLDER", help="folder for the outputs")
    found.add_argument("--against")
    return found


def test_zsh(parser: argparse.ArgumentParser) -> None:
    """https://zsh.sourceforge.io/Doc/Release/Completion-System.html#index-_005farguments."""
    lines = [line.strip() for line in completion(parser, "zsh").splitlines()]
    start = lines.index("_arguments -s \\") + 1
    assert lines[start : start + 5] == [
        r"'--check[fail \[if stale\]\: compare]' " + "\\",
        r"'--format[form of what is printed]:format:(text json)' " + "\\",
        r"'--output[folder for the outputs]:FOLDER:_files' " + "\\",
        r"'--against[]:against:_files' " + "\\",
        "'*:config:_files -g \"*.(yml|yaml)\"'",
    ]


def test_bash(parser: argparse.ArgumentParser) -> None:
    script = completion(parser, "bash")
    assert 'compgen -W "--check --format --output --against" -- "$word"' in script
    cases = script.partition("  case $previous in\n")[2].partition("  esac\n")[0]
    assert [line.strip() for line in cases.splitlines()] == [
        "--format)",
        'COMPREPLY=($(compgen -W "text json" -- "$word")); return 0 ;;',
    ]
