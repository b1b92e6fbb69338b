"""A pytest plugin that runs, for each mutant, the tests of its line, in a fork of this process.

Tests are collected once and run once to see which lines each of them runs. A fork gets the
mutant's code into the function, and stops at the first test that fails. Tests that draw their
inputs take no part: what one draw notices, the next may not.
"""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import is_hypothesis_test

from tests.mutation.forks import Forks
from tests.mutation.mutants import Mutant, mutants
from tests.support import ROOT

REASONS = Path(__file__).with_name("survivors.yml")
TARGETS = ("pipeline/config", "pipeline/template/merge.py", "pipeline/template/overrides.py")
NOT_CODE = ("settings_types.py",)
LIMIT = 0.95  # share of the mutants that a test must notice


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options for a part of the mutants."""
    parser.addoption("--mutants", default="", help="only mutants whose name holds this text")
    parser.addoption("--survivors", action="store_true", help="only mutants listed as survivors")
    parser.addoption("--step", type=int, default=1, help="every n-th mutant only")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave out the tests that draw their inputs."""
    items[:] = [item for item in items if not is_hypothesis_test(getattr(item, "obj", None))]


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session: pytest.Session) -> bool:
    """Run all tests as they are, then for each mutant; fail for survivors without a reason."""
    reasons: dict[str, str] = yaml.safe_load(REASONS.read_text(encoding="utf-8")) or {}
    known = [each for path in _files() for each in mutants(path, str(path.relative_to(ROOT)))]
    found = _selected(known, session.config, reasons)
    survivors = Forks(session, _files()).survivors(found)
    for mutant in survivors:
        reason = reasons.get(mutant.name, "NO REASON")
        print(f"survived: {mutant.location}: {mutant.name}: {reason}")
    killed = {mutant.name for mutant in found} - {mutant.name for mutant in survivors}
    stale = sorted((reasons.keys() & killed) | (reasons.keys() - {each.name for each in known}))
    for name in stale:
        print(f"listed as a survivor, and killed or gone: {name}")
    share = len(killed) / max(len(found), 1)
    print(f"{len(found)} mutants, {len(killed)} killed, {share:.1%}")
    unexplained = [mutant for mutant in survivors if mutant.name not in reasons]
    too_few = found == known and share < LIMIT
    session.testsfailed = len(unexplained) + len(stale) + too_few
    return True


def _selected(known: list[Mutant], config: pytest.Config, reasons: dict[str, str]) -> list[Mutant]:
    text, listed = config.getoption("--mutants"), config.getoption("--survivors")
    chosen = [each for each in known if text in each.name and (each.name in reasons or not listed)]
    return chosen[:: config.getoption("--step")]


def _files() -> list[Path]:
    folders = [ROOT / target for target in TARGETS]
    files = [file for path in folders for file in ([path] if path.suffix else path.rglob("*.py"))]
    return sorted(file for file in files if file.name not in NOT_CODE)
