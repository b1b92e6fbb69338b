"""Checks every mutation in the background."""

from __future__ import annotations

import json
import sys
from concurrent.futures import Executor, Future
from pathlib import Path

from tests.deploy.mutation import mutation
from tests.deploy.mutation.mutation import Mutation
from tests.deploy.process import processes
from tests.deploy.stack.deployed_stack import DeployedStack
from tests.deploy.stack.emulator import Emulator

MUTATIONS = mutation.read()


class StaticChecks:
    """The process that checks each mutation without a boot: see static_checks.py."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "static-checks"
        command = [sys.executable, "-m", "tests.deploy.mutation.static_checks", str(folder)]
        with self.path.open("wb") as output:
            self.process = processes.start(command, output)

    def wait(self) -> dict[str, dict[str, list[str]]]:
        """Wait for the process; return its results by mutation."""
        status = self.process.wait(timeout=900)
        lines = self.path.read_text("utf-8").splitlines()
        assert status == 0, lines[-5:]
        return {each["what"]: each for each in map(json.loads, lines)}


def boot_all(executor: Executor, emulator: Emulator, folder: Path) -> dict[str, Future[list[str]]]:
    """Start a boot of each mutation that only a boot notices."""

    def notice(each: Mutation) -> list[str]:
        return mutation.noticed(each, deploy(each, emulator, folder))

    wanted = [each for each in MUTATIONS if each.needs_boot]
    wanted.sort(key=lambda each: each.scenario == "well")  # failing boots take longer
    return {each.what: executor.submit(notice, each) for each in wanted}


def deploy(each: Mutation, emulator: Emulator, folder: Path) -> DeployedStack:
    """Deploy a mutation."""
    name = f"mutation-{MUTATIONS.index(each)}"
    mutant = mutation.render(each, folder / name)
    return mutation.deploy(mutant, emulator, folder, name)
