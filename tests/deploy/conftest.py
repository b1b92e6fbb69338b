from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.deploy import broken, leashed, sandbox, standing, subject
from tests.deploy import emulator as emulators
from tests.deploy.boots import Boots
from tests.deploy.broken import Breakage
from tests.deploy.emulator import Emulator
from tests.deploy.lives import Lives
from tests.deploy.report import REPORT
from tests.deploy.standing import Standing
from tests.deploy.subject import Subject

LIVES_AT_ONCE = 2
BOOTS_AT_ONCE = 6  # they wait more than they work


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
    for each in subjects.values():
        standing.prepare(emulator, each, folder)

    def stand(each: Subject) -> Standing:
        made, deployment = standing.stand(emulator, each, folder)
        failures = "" if deployment.ok else made.stack.failures()
        assert deployment.ok, f"{each.name}: {deployment.said} {failures}"
        return made

    with ThreadPoolExecutor(3) as executor:
        return dict(zip(subjects, executor.map(stand, subjects.values()), strict=True))


@pytest.fixture(scope="session")
def boots(stands: dict[Path, Standing]) -> Iterator[Boots]:
    """Boot in the background, from the first test on, what the tests of boots will ask for."""
    with ThreadPoolExecutor(BOOTS_AT_ONCE) as executor:
        yield Boots(executor, stands)
        executor.shutdown(cancel_futures=True)


@pytest.fixture(scope="session")
def breakage(folder: Path) -> Iterator[Breakage]:
    running = Breakage(folder)
    yield running
    leashed.stop(running.process)


@pytest.fixture(scope="session")
def broken_boots(boots: Boots, emulator: Emulator, folder: Path) -> dict[str, Future[list[str]]]:
    """Boot in the background what it takes a boot to notice."""
    return {} if sandbox.lacking() else broken.boot_all(boots.executor, emulator, folder)


@pytest.fixture(scope="session")
def lives(
    stands: dict[Path, Standing], emulator: Emulator, folder: Path, subjects: dict[Path, Subject]
) -> Iterator[Lives]:
    """Let the stacks live beside the tests, when all that they share has been made."""
    assert stands
    with ThreadPoolExecutor(LIVES_AT_ONCE) as executor:
        lived = Lives(executor, emulator, folder)
        for path, each in subjects.items():
            lived.begin(path, each)
        yield lived
        executor.shutdown(cancel_futures=True)


@pytest.fixture(scope="session", autouse=True)
def _begin_early(request: pytest.FixtureRequest) -> None:
    """Begin in the background what the last tests will wait for."""
    wanted = _wanted(request)
    for name in ("breakage", "lives"):
        if name in wanted:
            request.getfixturevalue(name)


def _wanted(request: pytest.FixtureRequest) -> set[str]:
    """Return the names of the fixtures that any test of this run asks for."""
    items = request.session.items
    return {name for item in items for name in getattr(item, "fixturenames", [])}


@pytest.fixture(scope="session", autouse=True)
def _boot_early(request: pytest.FixtureRequest) -> None:
    wanted = _wanted(request)
    if "boots" in wanted and not sandbox.lacking():
        started: Boots = request.getfixturevalue("boots")
        started.start_failures()
        if "broken_boots" in wanted:
            request.getfixturevalue("broken_boots")
        started.start()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Run last what waits for boots and lives, which go on meanwhile; lives are shorter.

    Where configs are named, what does not look at configs is left out.
    """
    if config.getoption("--subject"):
        about = [item for item in items if "stands" in getattr(item, "fixturenames", [])]
        items[:] = [item for item in about if "breakage" not in getattr(item, "fixturenames", [])]
    order = ("lives", "boots")

    def location(item: pytest.Item) -> int:
        names = getattr(item, "fixturenames", [])
        return sum(index for index, name in enumerate(order, start=1) if name in names)

    items.sort(key=location)


@pytest.fixture
def stood(stands: dict[Path, Standing], path: Path) -> Standing:
    return stands[path]


@pytest.fixture(scope="session", autouse=True)
def _say_what_is_skipped() -> None:
    if reason := sandbox.lacking():
        REPORT.say("Skipped here", f"every boot, and what takes one to notice: {reason}")
