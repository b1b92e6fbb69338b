"""Blocks of commands in the documentation: what a person pastes stops at the first failure."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.support import ROOT

_GENERATED = ROOT / "docs" / "runbooks.md"  # its commands show what is there
_PAGES = sorted({*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")} - {_GENERATED})
_BLOCK = re.compile(r"^ *```sh\n(.*?)^ *```", re.MULTILINE | re.DOTALL)
_OPERATIONS = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
PHYSICAL = next(block for block in _BLOCK.findall(_OPERATIONS) if "physical() {" in block)
MADE = "arn:aws:cloudformation:eu-west-1:123456789012:changeSet/of-today/1"
STACKS = "aws cloudformation"
DESCRIBE = f"{STACKS} describe-change-set --change-set-name"
# Programs that are replaced by one which notes its name and arguments, and fails if it is to.
PROGRAMS = "aws cp curl docker git go node npm pip python python3 tar .venv/bin/pip"
_PROGRAM = re.compile(rf"\b(?:{PROGRAMS.replace(' ', '|')}) ")
FAKES = f"""
called() {{
  for argument; do [ -n "$argument" ] || return 252; done  # AWS refuses an empty name
  echo "$*" >> "$CALLS"
  [ "$*" != "$FAILS" ] || return 1
  case $* in
    *--no-execute-changeset*) echo "aws ... --change-set-name {MADE}" ;;
    *get-command-invocation*Status*) if mv unfinished finished; then echo InProgress; fi ;;
    "git status"*) echo "DU config/one.yml" ;;
    "docker login"*) read -r password ;;
    *) echo value ;;
  esac
}}
for program in {PROGRAMS}; do eval "$program() {{ called $program"' "$@"; }}'; done
exec() {{ "$@"; }}
mktemp() {{ echo made; }}
sleep() {{ :; }}
{PHYSICAL}
"""
# What shows something. A login and a rendering change nothing either.
_SHOWS = re.compile(
    r"aws \S+ (describe|list|get|wait|tail|start-session)|curl |docker login"
    r"|git (status|diff|log|merge-base)|python render\.py "
)
_ACTS = re.compile(r"^ *(?:aws \S+ (?!describe|list|get)|git rm).*", re.MULTILINE)
_ASKS = re.compile(r"describe-change-set|get-caller-identity|--impact")


class Block(NamedTuple):
    """A block of commands, and the page that has it."""

    page: str
    commands: str


BLOCKS = [
    Block(page.name, block)
    for page in _PAGES
    for block in _BLOCK.findall(page.read_text(encoding="utf-8"))
    if _PROGRAM.search(block) and ("&&" in block or "\n" in block.replace("\\\n", "").strip())
]
Paste = Callable[..., list[str]]


@pytest.fixture
def paste(tmp_path: Path) -> Paste:
    """Return what pastes commands into a shell; it returns the calls of programs."""
    for name in (".venv/bin", "infra/.venv/bin", "made"):
        (tmp_path / name).mkdir(parents=True)
        (tmp_path / name / "activate").touch()
    calls = tmp_path / "calls"

    def run(commands: str, fails: str = "") -> list[str]:
        (tmp_path / "unfinished").touch()
        calls.write_text("")
        command = ["bash", "-c", f"{FAKES}\n{commands}\nwait"]
        environment = {**os.environ, "CALLS": str(calls), "FAILS": fails}
        subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, check=False)
        return calls.read_text().splitlines()

    return run


def _changes(calls: list[str]) -> list[str]:
    return [call for call in calls if not _SHOWS.match(call)]


def _going_on(commands: str, paste: Paste) -> dict[str, list[str]]:
    """Return the calls that change something after another one failed, by the one that did."""
    calls = paste(commands)
    assert calls or commands == PHYSICAL
    found: dict[str, list[str]] = {}
    for fails in calls[:-1] if _changes(calls[1:]) else []:
        made = paste(commands, fails)
        if after := _changes(made[made.index(fails) + 1 :]):
            found[fails] = after
    return found


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: block.page)
def test_nothing_is_changed_after_a_command_that_failed(block: Block, paste: Paste) -> None:
    assert _going_on(block.commands, paste) == {}


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: block.page)
def test_nothing_is_changed_in_the_block_that_asks_for_a_decision(block: Block) -> None:
    _, asks, after = block.commands.partition(next(iter(_ASKS.findall(block.commands)), "\0"))
    assert not asks or re.findall(_ACTS, after) == []


@pytest.mark.parametrize(
    ("commands", "goes_on"),
    [
        ("aws elbv2 modify-rule\naws cloudformation delete-stack", True),
        ("X=$(aws sts get-caller-identity)\naws cloudformation delete-stack --stack-name a", True),
        ("for x in 1 2; do aws cloudformation deploy --region $x; done", True),
        ("git switch a || true; git merge b", True),
        ("aws elbv2 modify-rule &&\naws cloudformation delete-stack", False),
        ("for x in 1 2; do aws cloudformation deploy --region $x || break; done", False),
        ("aws elbv2 describe-rules\naws elbv2 describe-tags", False),
    ],
)
def test_a_block_that_goes_on_is_found(commands: str, paste: Paste, *, goes_on: bool) -> None:
    assert bool(_going_on(commands, paste)) is goes_on


def _block(page: str, text: str) -> str:
    [found] = [each.commands for each in BLOCKS if each.page == page and text in each.commands]
    return found


# The last call of a block in which nothing fails: it is run to its end.
@pytest.mark.parametrize(
    ("page", "text", "last"),
    [
        ("accounts.md", "for region in", "aws cloudformation deploy --region us-east-1"),
        ("accounts.md", "create-stack-set", "aws cloudformation create-stack-instances"),
        ("deploying.md", "--no-execute", f"{DESCRIBE} {MADE}"),
        ("deploying.md", "--no-enable", "aws cloudformation wait stack-delete-complete"),
        ("getting-started.md", "git clone", ".venv/bin/pip install"),
        ("getting-started.md", "delete-stack", "aws cloudformation wait stack-delete-complete"),
        ("jobs.md", "send-command", "aws ssm get-command-invocation --command-id value"),
        ("operations.md", "detect-stack-drift", f"{STACKS} describe-stack-resource-drifts"),
        ("operations.md", "REVERT_DRIFT", "aws cloudformation describe-change-set"),
        ("operations.md", "git rm", "aws cloudformation deploy"),
        ("releases.md", "npm ci", "tar -czf 1.0.0.tar.gz"),
        ("releases.md", "pip install", "tar -czf 1.0.0.tar.gz"),
        ("releases.md", "mktemp", "node server.js"),
        ("releases.md", "docker push", "docker push"),
        ("upgrading.md", "git fetch", "git merge --no-commit v1.1.0"),
        ("upgrading.md", "git add", "git merge --continue"),
        ("upgrading.md", "git rm", "git rm --quiet config/one.yml"),
    ],
)  # fmt: skip
def test_blocks_run_to_their_ends(page: str, text: str, last: str, paste: Paste) -> None:
    assert paste(_block(page, text))[-1].startswith(last)


def test_a_command_on_an_instance_is_waited_for(paste: Paste) -> None:
    statuses = [call for call in paste(_block("jobs.md", "send-command")) if "Status" in call]
    assert len([call for call in statuses if "get-command-invocation" in call]) == 2
