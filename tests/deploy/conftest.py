from __future__ import annotations

import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.deploy import emulator as emulators
from tests.deploy import leashed, sandbox, standing, subject
from tests.deploy.boots import Boots
from tests.deploy.emulator import Emulator
from tests.deploy.report import REPORT
from tests.deploy.standing import Standing
from tests.deploy.subject import Subject

BOOTS_AT_ONCE = 4  # they wait more than they work


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--subject", action="append", default=[], help="a config to prove, not all")


def chosen(config: pytest.Config) -> list[Path]:
    """Return the configs to prove."""
    named: list[str] = config.getoption("--subject")
    return [Path(name) for name in named] or subject.paths()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "path" in metafunc.fixturenames:
        paths = chosen(metafunc.config)
        names = [subject.name_of(path) for path in paths]
        metafunc.parametrize("path", paths, ids=names, scope="session")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for line in REPORT.text():
        bold = bool(line) and not line.startswith(" ")
        terminalreporter.write_line(line, bold=bold)


@pytest.fixture(scope="session")
def emulator() -> Iterator[Emulator]:
    running = emulators.start()
    yield running
    leashed.stop(running.process)


@pytest.fixture(scope="session")
def folder(emulator: Emulator) -> Path:
    """Return where deployed copies are kept; it goes when the emulator goes, whatever happens."""
    path = emulator.folder / "deployed"
    path.mkdir()
    return path


@pytest.fixture(scope="session")
def subjects(pytestconfig: pytest.Config) -> dict[Path, Subject]:
    return {path: subject.read(path) for path in chosen(pytestconfig)}


@pytest.fixture(scope="session")
def stands(emulator: Emulator, folder: Path, subjects: dict[Path, Subject]) -> dict[Path, Standing]:
    """Let every subject stand once, to be looked at and never changed."""
    standings = {}
    for path, each in subjects.items():
        standings[path], deployment = standing.stand(emulator, each, folder)
        failures = "" if deployment.ok else standings[path].stack.failures()
        assert deployment.ok, f"{each.name}: {deployment.said} {failures}"
    return standings


@pytest.fixture(scope="session")
def boots(stands: dict[Path, Standing]) -> Iterator[Boots]:
    """Boot in the background, from the first test on, what the tests of boots will ask for."""
    with ThreadPoolExecutor(BOOTS_AT_ONCE) as executor:
        yield Boots(executor, stands)
        executor.shutdown(cancel_futures=True)


@pytest.fixture(scope="session", autouse=True)
def _boot_early(request: pytest.FixtureRequest) -> None:
    asked = [item for item in request.session.items if "boots" in getattr(item, "fixturenames", [])]
    if asked and not sandbox.lacking():
        started: Boots = request.getfixturevalue("boots")
        started.start()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run last what waits for boots, which run meanwhile."""
    items.sort(key=lambda item: "boots" in getattr(item, "fixturenames", []))


@pytest.fixture
def stood(stands: dict[Path, Standing], path: Path) -> Standing:
    return stands[path]


@pytest.fixture
def scratch(folder: Path, request: pytest.FixtureRequest) -> Iterator[Path]:
    """Return a folder of the test's own."""
    path = folder / f"scratch-{abs(hash(request.node.nodeid))}"
    path.mkdir()
    yield path
    shutil.rmtree(path)


@pytest.fixture(scope="session", autouse=True)
def _say_what_is_skipped() -> None:
    if reason := sandbox.lacking():
        REPORT.say("Skipped here", f"every boot, and what takes one to notice: {reason}")
