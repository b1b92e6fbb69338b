"""The stack broken on purpose, in the background: what is said of each mutation."""

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
    """The process that looks at each mutation without booting it: see static_checks.py."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "static-checks"
        command = [sys.executable, "-m", "tests.deploy.mutation.static_checks", str(folder)]
        with self.path.open("wb") as output:
            self.process = processes.start(command, output)

    def wait(self) -> dict[str, dict[str, list[str]]]:
        """Return what it has to say, once it has said it."""
        status = self.process.wait(timeout=900)
        lines = self.path.read_text("utf-8").splitlines()
        assert status == 0, lines[-5:]
        return {each["what"]: each for each in map(json.loads, lines)}


def boot_all(executor: Executor, emulator: Emulator, folder: Path) -> dict[str, Future[list[str]]]:
    """Start the boots of all mutations that it takes a boot to notice."""

    def notice(each: Mutation) -> list[str]:
        return mutation.noticed(each, deploy(each, emulator, folder))

    wanted = [each for each in MUTATIONS if each.needs_boot]
    wanted.sort(key=lambda each: each.scenario == "well")  # what goes wrong takes longer
    return {each.what: executor.submit(notice, each) for each in wanted}


def deploy(each: Mutation, emulator: Emulator, folder: Path) -> DeployedStack:
    """Let a mutation stand."""
    name = f"mutation-{MUTATIONS.index(each)}"
    mutant = mutation.render(each, folder / name)
    return mutation.deploy(mutant, emulator, folder, name)
