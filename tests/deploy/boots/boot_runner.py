"""Runs boots in the background until a test asks for their results."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

from tests.deploy.boots import boot, scenarios
from tests.deploy.boots.boot import BootResult
from tests.deploy.boots.scenario import WELL, Scenario
from tests.deploy.stack.deployed_stack import DeployedStack

# Failing boots are tried with the config that has most of these.
_FEATURES = (
    "application.artifact.bucket",
    "application.artifact.sha256",
    "application.setup",
    "application.parameters",
    "application.secrets",
    "application.container.credentials",
)
_AT_ONCE = 6  # boots wait more than they work


class BootRunner:
    """Boots each config in each scenario once."""

    def __init__(self, deployed_stacks: dict[Path, DeployedStack]) -> None:
        self.deployed_stacks = deployed_stacks
        self.executor = ThreadPoolExecutor(_AT_ONCE)
        self.futures: dict[tuple[Path, str], Future[BootResult]] = {}

    def start_failures(self) -> None:
        """Start the failing boots, which take longest."""
        for path, scenario in self.failures():
            self.begin(path, scenario)

    def start(self) -> None:
        """Start all other boots."""
        for path, deployed in self.deployed_stacks.items():
            for scenario in (*scenarios.ways(deployed), WELL):
                self.begin(path, scenario)

    def begin(self, path: Path, scenario: Scenario) -> Future[BootResult]:
        """Start a boot, if it has not been started."""
        key = (path, scenario.name)
        if key not in self.futures:
            self.futures[key] = self.executor.submit(boot.run, self.deployed_stacks[path], scenario)
        return self.futures[key]

    def get(self, path: Path, scenario: Scenario) -> BootResult:
        """Wait for a boot and return its result."""
        return self.begin(path, scenario).result()

    def close(self) -> None:
        """Cancel what has not started, and wait for the rest."""
        self.executor.shutdown(cancel_futures=True)

    def failures(self) -> Iterator[tuple[Path, Scenario]]:
        """Yield the failing boots to try: each where the boot has most to do, containers apart."""
        for container in (False, True):
            kind = [
                path for path in self.deployed_stacks if self._runs_container(path) == container
            ]
            if kind:
                path = max(kind, key=self._features)
                yield from ((path, each) for each in scenarios.failures(self.deployed_stacks[path]))

    def _runs_container(self, path: Path) -> bool:
        return bool(self.deployed_stacks[path].config.setting("application.container.image"))

    def _features(self, path: Path) -> int:
        """Return how many of the features that can fail a config has."""
        return sum(bool(self.deployed_stacks[path].config.setting(each)) for each in _FEATURES)
