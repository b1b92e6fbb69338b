"""The lives of all stacks, lived in the background until a test asks how a step of one went."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

from tests.deploy.lifecycle import lifecycle_steps
from tests.deploy.stack import deployed_stack
from tests.deploy.stack.config_under_test import ConfigUnderTest
from tests.deploy.stack.deployed_stack import DeployedStack
from tests.deploy.stack.emulator import Emulator

Outcomes = dict[str, BaseException | None]
_AT_ONCE = 2


class LifecycleRunner:
    """Stacks of their own, to be changed at will."""

    def __init__(self, emulator: Emulator, folder: Path) -> None:
        self.emulator, self.folder = emulator, folder
        self.executor = ThreadPoolExecutor(_AT_ONCE)
        self.futures: dict[Path, Future[Outcomes]] = {}

    def begin(self, path: Path, config: ConfigUnderTest) -> None:
        """Begin the life of a config's stack."""
        self.futures[path] = self.executor.submit(self._run, config)

    def outcome(self, path: Path, step: str) -> BaseException | None:
        """Return what went wrong with a step, None if nothing did, once it is over."""
        return self.futures[path].result()[step]

    def close(self) -> None:
        """Start nothing more, and wait until what has started ends."""
        self.executor.shutdown(cancel_futures=True)

    def _run(self, config: ConfigUnderTest) -> Outcomes:
        each = lifecycle_steps.with_own_dns_name(config, self.folder)
        name = f"{each.name}-life"
        deployed, deployment = deployed_stack.deploy(self.emulator, each, self.folder, name)
        assert deployment.ok, (deployment.output, deployed.stack.failures())
        return {step: self._step(step, deployed) for step in lifecycle_steps.STEPS}

    def _step(self, step: str, deployed: DeployedStack) -> BaseException | None:
        scratch = self.folder / f"{deployed.stack.name}-{step.replace(' ', '-')}"
        scratch.mkdir()
        try:
            lifecycle_steps.STEPS[step](deployed, scratch)
        except Exception as error:
            return error
        return None
