from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Future
from pathlib import Path

import pytest

from tests.deploy import background
from tests.deploy.boots import sandbox
from tests.deploy.boots.boot_runner import BootRunner
from tests.deploy.lifecycle.lifecycle_runner import LifecycleRunner
from tests.deploy.mutation import mutation_runner
from tests.deploy.mutation.mutation_runner import StaticChecks
from tests.deploy.process import processes
from tests.deploy.report import REPORT
from tests.deploy.stack import config_under_test, deployed_stack
from tests.deploy.stack import emulator as emulators
from tests.deploy.stack.config_under_test import ConfigUnderTest
from tests.deploy.stack.deployed_stack import DeployedStack
from tests.deploy.stack.emulator import Emulator


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--config-under-test", action="append", default=[], help="test this config instead of all"
    )


def chosen(config: pytest.Config) -> list[Path]:
    """Return the configs to test."""
    named: list[str] = config.getoption("--config-under-test")
    return [Path(name) for name in named] or config_under_test.paths()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "path" in metafunc.fixturenames:
        paths = chosen(metafunc.config)
        names = [config_under_test.name_of(path) for path in paths]
        metafunc.parametrize("path", paths, ids=names, scope="session")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for line in REPORT.text():
        bold = bool(line) and not line.startswith(" ")
        terminalreporter.write_line(line, bold=bold)


@pytest.fixture(scope="session")
def emulator() -> Iterator[Emulator]:
    running = emulators.start()
    yield running
    processes.stop(running.process)


@pytest.fixture(scope="session")
def folder(emulator: Emulator) -> Path:
    """Return the folder of deployed copies, which is removed with the emulator's."""
    path = emulator.folder / "deployed"
    path.mkdir()
    return path


@pytest.fixture(scope="session")
def configs(pytestconfig: pytest.Config) -> dict[Path, ConfigUnderTest]:
    return {path: config_under_test.read(path) for path in chosen(pytestconfig)}


@pytest.fixture(scope="session")
def deployed_stacks(
    emulator: Emulator, folder: Path, configs: dict[Path, ConfigUnderTest]
) -> dict[Path, DeployedStack]:
    """Return every config's stack, which tests read and never change."""
    deployed = deployed_stack.deploy_all(emulator, configs.values(), folder)
    return dict(zip(configs, deployed, strict=True))


@pytest.fixture
def deployed(deployed_stacks: dict[Path, DeployedStack], path: Path) -> DeployedStack:
    return deployed_stacks[path]


@pytest.fixture(scope="session")
def boot_runner(deployed_stacks: dict[Path, DeployedStack]) -> Iterator[BootRunner]:
    runner = BootRunner(deployed_stacks)
    yield runner
    runner.close()


@pytest.fixture(scope="session")
def static_checks(folder: Path) -> Iterator[StaticChecks]:
    running = StaticChecks(folder)
    yield running
    processes.stop(running.process)


@pytest.fixture(scope="session")
def mutation_boots(
    boot_runner: BootRunner, emulator: Emulator, folder: Path
) -> dict[str, Future[list[str]]]:
    """Return the future result of each mutation that only a boot notices."""
    if sandbox.unavailable():
        return {}
    return mutation_runner.boot_all(boot_runner.executor, emulator, folder)


@pytest.fixture(scope="session")
def lifecycle_runner(
    deployed_stacks: dict[Path, DeployedStack],
    emulator: Emulator,
    folder: Path,
    configs: dict[Path, ConfigUnderTest],
) -> Iterator[LifecycleRunner]:
    assert deployed_stacks  # their shared prerequisites exist
    runner = LifecycleRunner(emulator, folder)
    for path, each in configs.items():
        runner.begin(path, each)
    yield runner
    runner.close()


@pytest.fixture(scope="session", autouse=True)
def _start_background_work(request: pytest.FixtureRequest) -> None:
    background.start(request)


@pytest.fixture(scope="session", autouse=True)
def _report_skipped_boots() -> None:
    if reason := sandbox.unavailable():
        REPORT.add("Skipped", f"boots, and the mutations that only a boot notices: {reason}")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--config-under-test"):
        background.keep_those_of_configs(config, items)
    background.order(items)
