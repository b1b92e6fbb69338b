"""A person who follows a page of the documentation in the emulator."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from typing import NamedTuple

from tests.deploy.stack.config_under_test import ROOT
from tests.deploy.stack.stack import Stack

_BLOCK = re.compile(r"<!-- tested: (.+?) -->\n```sh\n(.+?)```", re.DOTALL)


class Page(NamedTuple):
    """A page of docs/, with the names of the template and of the stack in its commands."""

    name: str
    template: str
    stack: str

    def blocks(self) -> dict[str, str]:
        """Return the blocks of commands that are marked as tested, by their names."""
        return dict(_BLOCK.findall((ROOT / "docs" / self.name).read_text("utf-8")))


def run_block(name: str, commands: str, folder: Path, environment: dict[str, str]) -> str:
    """Run a page's commands by bash, all of which must succeed; return what they printed."""
    done = subprocess.run(
        ["bash", "-c", f"set -euo pipefail\n{commands}"],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=180,
    )
    assert done.returncode == 0, f"{name}: {done.stdout}{done.stderr}"
    return done.stdout


class Reader:
    """A person who follows a page: its commands, for a stack and with a template in a file."""

    def __init__(self, stack: Stack, folder: Path, page: Page) -> None:
        self.stack, self.folder, self.page = stack, folder, page
        (folder / page.template).parent.mkdir(parents=True)

    def render(self, text: str) -> None:
        """Put a template where the commands look for it."""
        (self.folder / self.page.template).write_text(text, encoding="utf-8")

    def run(self, block: str, change: tuple[str, str] = ("", ""), *, after: str = "") -> str:
        """Run a block of commands for this stack, with one text changed; return what it printed.

        With `after`, another block is run in the same shell before.
        """
        blocks = self.page.blocks()
        commands = (blocks[after] if after else "") + blocks[block]
        commands = commands.replace(self.page.stack, self.stack.name)
        assert change[0] in commands
        commands = commands.replace(*change) if change[0] else commands
        environment = self.stack.emulator.environment(self.stack.region)
        return run_block(block, commands, self.folder, environment)

    def status(self) -> str:
        """Return the stack's status, when nothing is in progress."""
        return self.stack.settle(self.stack.describe()["StackId"])

    def exists(self) -> bool:
        """Whether the stack is there."""
        stacks = self.stack.client("cloudformation").list_stacks()["StackSummaries"]
        live = {each["StackName"] for each in stacks if each["StackStatus"] != "DELETE_COMPLETE"}
        return self.stack.name in live
