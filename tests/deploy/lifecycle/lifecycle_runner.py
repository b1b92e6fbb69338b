"""Runs the lifecycle of every config's stack in the background."""

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
    """Deploys a second stack of each config, and changes it step by step."""

    def __init__(self, emulator: Emulator, folder: Path) -> None:
        self.emulator, self.folder = emulator, folder
        self.executor = ThreadPoolExecutor(_AT_ONCE)
        self.futures: dict[Path, Future[Outcomes]] = {}

    def begin(self, path: Path, config: ConfigUnderTest) -> None:
        """Start the lifecycle of a config's stack."""
        self.futures[path] = self.executor.submit(self._run, config)

    def outcome(self, path: Path, step: str) -> BaseException | None:
        """Wait for a step; return its error, or None."""
        return self.futures[path].result()[step]

    def close(self) -> None:
        """Cancel what has not started, and wait for the rest."""
        self.executor.shutdown(cancel_futures=True)

    def _run(self, config: ConfigUnderTest) -> Outcomes:
        each = lifecycle_steps.with_own_dns_name(config, self.folder)
        name = f"{each.name}-lifecycle"
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
