from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import pytest

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

LIFECYCLES_AT_ONCE = 2
BOOTS_AT_ONCE = 6  # they wait more than they work


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--config-under-test", action="append", default=[], help="a config to prove, not all"
    )


def chosen(config: pytest.Config) -> list[Path]:
    """Return the configs to prove."""
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
    """Return where deployed copies are kept; it goes when the emulator goes, whatever happens."""
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
    """Let every config stand once, to be looked at and never changed."""
    for each in configs.values():
        deployed_stack.prepare(emulator, each, folder)

    def deploy(each: ConfigUnderTest) -> DeployedStack:
        deployed, deployment = deployed_stack.deploy(emulator, each, folder)
        failures = "" if deployment.ok else deployed.stack.failures()
        assert deployment.ok, f"{each.name}: {deployment.output} {failures}"
        return deployed

    with ThreadPoolExecutor(3) as executor:
        return dict(zip(configs, executor.map(deploy, configs.values()), strict=True))


@pytest.fixture(scope="session")
def boot_runner(deployed_stacks: dict[Path, DeployedStack]) -> Iterator[BootRunner]:
    """Boot in the background, from the first test on, what the tests of boots will ask for."""
    with ThreadPoolExecutor(BOOTS_AT_ONCE) as executor:
        yield BootRunner(executor, deployed_stacks)
        executor.shutdown(cancel_futures=True)


@pytest.fixture(scope="session")
def static_checks(folder: Path) -> Iterator[StaticChecks]:
    running = StaticChecks(folder)
    yield running
    processes.stop(running.process)


@pytest.fixture(scope="session")
def mutation_boots(
    boot_runner: BootRunner, emulator: Emulator, folder: Path
) -> dict[str, Future[list[str]]]:
    """Boot in the background what it takes a boot to notice."""
    return (
        {}
        if sandbox.unavailable()
        else mutation_runner.boot_all(boot_runner.executor, emulator, folder)
    )


@pytest.fixture(scope="session")
def lifecycle_runner(
    deployed_stacks: dict[Path, DeployedStack],
    emulator: Emulator,
    folder: Path,
    configs: dict[Path, ConfigUnderTest],
) -> Iterator[LifecycleRunner]:
    """Let the stacks live beside the tests, when all that they share has been deployed."""
    assert deployed_stacks
    with ThreadPoolExecutor(LIFECYCLES_AT_ONCE) as executor:
        runner = LifecycleRunner(executor, emulator, folder)
        for path, each in configs.items():
            runner.begin(path, each)
        yield runner
        executor.shutdown(cancel_futures=True)


@pytest.fixture(scope="session", autouse=True)
def _begin_early(request: pytest.FixtureRequest) -> None:
    """Begin in the background what the last tests will wait for."""
    wanted = _wanted(request)
    for name in ("static_checks", "lifecycle_runner"):
        if name in wanted:
            request.getfixturevalue(name)


def _wanted(request: pytest.FixtureRequest) -> set[str]:
    """Return the names of the fixtures that any test of this run asks for."""
    items = request.session.items
    return {name for item in items for name in getattr(item, "fixturenames", [])}


@pytest.fixture(scope="session", autouse=True)
def _boot_early(request: pytest.FixtureRequest) -> None:
    wanted = _wanted(request)
    if "boot_runner" in wanted and not sandbox.unavailable():
        started: BootRunner = request.getfixturevalue("boot_runner")
        started.start_failures()
        if "mutation_boots" in wanted:
            request.getfixturevalue("mutation_boots")
        started.start()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Run last what waits for boots and lives, which go on meanwhile; lives are shorter.

    Where configs are named, what does not look at configs is left out.
    """
    if config.getoption("--config-under-test"):
        about = [item for item in items if "deployed_stacks" in getattr(item, "fixturenames", [])]
        items[:] = [
            item for item in about if "static_checks" not in getattr(item, "fixturenames", [])
        ]
    order = ("lifecycle_runner", "boot_runner")

    def place(item: pytest.Item) -> int:
        names = getattr(item, "fixturenames", [])
        return sum(index for index, name in enumerate(order, start=1) if name in names)

    items.sort(key=place)


@pytest.fixture
def deployed(deployed_stacks: dict[Path, DeployedStack], path: Path) -> DeployedStack:
    return deployed_stacks[path]


@pytest.fixture(scope="session", autouse=True)
def _say_what_is_skipped() -> None:
    if reason := sandbox.unavailable():
        REPORT.say("Skipped here", f"every boot, and what takes one to notice: {reason}")
