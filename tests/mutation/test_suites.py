"""Which files a run changes, and the tests that it runs."""

from __future__ import annotations

import pytest

from tests.mutation.suites import SUITES
from tests.support import ROOT


def test_each_file_of_code_is_changed_by_one_suite() -> None:
    """But for what is generated from the schema."""
    files = {*ROOT.glob("pipeline/**/*.py"), *ROOT.glob("rules/**/*.py")}
    found = [file for suite in SUITES.values() for file in suite.files()]
    assert len(found) == len(set(found))
    assert files - set(found) == {ROOT / "pipeline" / "config" / "settings_types.py"}


@pytest.mark.parametrize("name", SUITES)
def test_the_tests_are_there(name: str) -> None:
    assert [test for test in SUITES[name].tests if not (ROOT / test).exists()] == []


def test_a_file_that_is_gone_is_of_its_suite() -> None:
    file = "pipeline/review/gone.py"
    assert [name for name, suite in SUITES.items() if suite.holds(file)] == ["pipeline"]
