"""A pytest plugin that runs, for each mutant of the code, the tests of its line, in a fork.

Tests are collected once and run once to see which lines each of them runs. A fork gets the
mutant's code into the function, and stops at the first test that fails. Tests that draw their
inputs take no part: what one draw notices, the next may not.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import is_hypothesis_test

from tests.mutation import outcome
from tests.mutation.covering import Covering, functions
from tests.mutation.forks import Forks
from tests.mutation.mutants import Mutant, mutants
from tests.support import ROOT

SURVIVORS = Path(__file__).with_name("survivors.yml")
TARGETS = ("pipeline/config", "pipeline/template/merge.py", "pipeline/template/overrides.py")
NOT_CODE = ("settings_types.py",)

pytest_addoption = outcome.add_options


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave out the tests that draw their inputs."""
    items[:] = [item for item in items if not is_hypothesis_test(getattr(item, "obj", None))]


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session: pytest.Session) -> bool:
    """Run all tests as they are, then for each mutant; fail for survivors without a reason."""
    known = [each for path in _files() for each in mutants(path, str(path.relative_to(ROOT)))]
    covering, places = Covering(_files()), functions(ROOT)

    def mutate(mutant: Mutant) -> list[pytest.Item]:
        covering.clear()
        code = mutant.code()
        for function in places[str(mutant.path), mutant.function]:
            function.__code__ = code
        return covering.chosen(session.items, mutant)

    forks = Forks(session, mutate)
    forks.run_unchanged(covering.record)
    session.testsfailed = outcome.run(session, known, forks.survivors, SURVIVORS)
    return True


def _files() -> list[Path]:
    folders = [ROOT / target for target in TARGETS]
    files = [file for path in folders for file in ([path] if path.suffix else path.rglob("*.py"))]
    return sorted(file for file in files if file.name not in NOT_CODE)
