"""The stack is broken on purpose, one change at a time: each must be noticed."""

from __future__ import annotations

from concurrent.futures import Future
from pathlib import Path

import pytest

from tests.deploy.boots import sandbox, scenarios
from tests.deploy.boots.boots import Boots
from tests.deploy.mutation import broken, mutation
from tests.deploy.mutation.broken import MUTATIONS, Breakage
from tests.deploy.mutation.mutation import Mutation
from tests.deploy.report import REPORT
from tests.deploy.stack.emulator import Emulator
from tests.deploy.stack.standing import Standing


@pytest.fixture(scope="session")
def said(breakage: Breakage) -> dict[str, dict[str, list[str]]]:
    """Return what cfn-lint, and the checks that need no boot, say of each mutation."""
    return breakage.wait()


@pytest.mark.parametrize("each", MUTATIONS, ids=lambda each: each.what)
def test_it_is_noticed(
    each: Mutation,
    broken_boots: dict[str, Future[list[str]]],
    boots: Boots,
    emulator: Emulator,
    folder: Path,
    said: dict[str, dict[str, list[str]]],
) -> None:
    assert "error" not in said[each.what], said[each.what]["error"]
    assert said[each.what]["lint"] == [], "cfn-lint notices by itself"
    if (each.boots or each.rights) and sandbox.lacking():
        pytest.skip(f"no boots: {sandbox.lacking()}")
    if each.boots:
        complaints = broken_boots[each.what].result()
    elif each.rights:
        complaints = _noticed_in_rights(each, boots, broken.stand(each, emulator, folder))
    else:
        complaints = said[each.what]["complaints"]
    noticed = [complaint for complaint in complaints if each.complaint in complaint]
    assert noticed, f"{each.partial}: the check '{each.noticed_by}' says only {complaints}"
    _report(each, noticed[0])


def _noticed_in_rights(each: Mutation, boots: Boots, made: Standing) -> list[str]:
    path = mutation.config_of(each)
    came = boots.get(path, scenarios.WELL)
    return mutation.noticed_in_rights(made, came, boots.stands[path])


def _report(each: Mutation, complaint: str) -> None:
    row = f"{each.what[:58]:58} {each.partial[:20]:20} {each.noticed_by:14} {complaint[:90]}"
    REPORT.say("The stack broken on purpose", row)


def test_there_are_enough() -> None:
    assert len(MUTATIONS) >= 25
    assert len({each.what for each in MUTATIONS}) == len(MUTATIONS)
