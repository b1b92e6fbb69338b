"""A pytest plugin that runs, for each mutant of the code, the tests of its line, in a fork.

Tests are collected once and run once to see which lines each of them runs. A fork gets the
mutant's code into the function, and stops at the first test that fails. Tests that draw their
inputs take no part: what one draw notices, the next may not. Nor do processes that a test starts:
these run the code as it is in the files.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
import yaml
from hypothesis import is_hypothesis_test

from tests.mutation import outcome, seen
from tests.mutation.covering import Covering
from tests.mutation.forks import Forks, run_unchanged
from tests.mutation.loaded import Loaded, load
from tests.mutation.mutants import Mutant, mutants
from tests.mutation.suites import SUITES
from tests.soak import table
from tests.soak.figure import Figure
from tests.support import ROOT

SURVIVORS = Path(__file__).with_name("survivors.yml")
FIGURES = ROOT / "bench" / "mutation.txt"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options for the code to change, and for a part of the changes."""
    parser.addoption("--targets", choices=list(SUITES), default="config", help="code to change")
    parser.addoption("--seconds", type=float, default=15, help="CPU time of a change's tests")
    parser.addoption("--write", action="store_true", help=f"put the figure into {FIGURES.name}")
    parser.addoption(
        "--seen", type=Path, help="file for what runs see of tests that stay as they are"
    )
    outcome.add_options(parser)


def pytest_configure(config: pytest.Config) -> None:
    """Run the tests of the targets, where the command line names none."""
    if config.args_source is not pytest.Config.ArgsSource.ARGS:
        config.args[:] = [str(ROOT / each) for each in SUITES[config.getoption("--targets")].tests]


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave out the tests that draw their inputs."""
    items[:] = [item for item in items if not is_hypothesis_test(getattr(item, "obj", None))]


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session: pytest.Session) -> bool | None:
    """Run all tests as they are, then for each mutant; fail for survivors without a reason."""
    if session.config.option.collectonly:
        return None
    suite = SUITES[session.config.getoption("--targets")]
    files = suite.files()
    known = [each for path in files for each in mutants(path, str(path.relative_to(ROOT)))]
    load(files, ROOT)
    path: Path | None = session.config.getoption("--seen")
    items = session.items
    earlier = seen.read(path, items) if path else [None] * len(items)
    covering = Covering(files, session.config.getoption("--seconds"), earlier)
    loaded, started = Loaded(ROOT), set[Path]()

    def record(item: pytest.Item, test: Callable[[], bool]) -> bool:
        if item.path not in started:  # the first test of a file remembers for those after it
            started.add(item.path)
            loaded.clear()
        return covering.record(test)

    def survivors(chosen: Sequence[Mutant]) -> list[Mutant]:
        forks = Forks(session, covering, Loaded(ROOT).change)  # tests load some modules again
        return forks.survivors(chosen)

    with covering.coverage.collect():
        run_unchanged(session, [items[number] for number in covering.missing], record)
    covering.learn()
    if path:
        seen.write(path, items, covering.tests)
    reasons = yaml.safe_load(SURVIVORS.read_text(encoding="utf-8")) or {}
    own = {name: reason for name, reason in reasons.items() if suite.holds(name)}
    found = outcome.run(session.config, known, survivors, own, suite)
    if session.config.getoption("--write"):
        _write(found, session.config)
    session.testsfailed = found.wrong
    return True


def _write(found: outcome.Outcome, config: pytest.Config) -> None:
    name = f"mutants that no test notices: --targets {config.getoption('--targets')}"
    if config.getoption("--changes"):
        name += f" --changes {config.getoption('--changes')}"
    if config.getoption("--sample"):
        name += f" --sample {config.getoption('--sample')} --seed {config.getoption('--seed')}"
    figure = Figure(name, found.tried, found.survivors, found.allowed, wanted=found.tried)
    today = dt.datetime.now(tz=dt.timezone.utc).date().isoformat()
    table.write([figure], today, "tox run -e mutation", FIGURES)
