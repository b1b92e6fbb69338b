"""Each mutation must be noticed by the check that it names."""

from __future__ import annotations

from concurrent.futures import Future
from pathlib import Path

import pytest

from tests.deploy.boots import sandbox
from tests.deploy.boots.boot_runner import BootRunner
from tests.deploy.boots.scenario import WELL
from tests.deploy.mutation import mutation, mutation_runner
from tests.deploy.mutation.mutation import Mutation
from tests.deploy.mutation.mutation_runner import MUTATIONS, StaticChecks
from tests.deploy.report import REPORT
from tests.deploy.stack.deployed_stack import DeployedStack
from tests.deploy.stack.emulator import Emulator


@pytest.fixture(scope="session")
def static_results(static_checks: StaticChecks) -> dict[str, dict[str, list[str]]]:
    """Return the messages of cfn-lint, and of the checks that need no boot, by mutation."""
    return static_checks.wait()


@pytest.mark.parametrize("each", MUTATIONS, ids=lambda each: each.what)
def test_mutation_is_noticed(
    each: Mutation,
    mutation_boots: dict[str, Future[list[str]]],
    boot_runner: BootRunner,
    emulator: Emulator,
    folder: Path,
    static_results: dict[str, dict[str, list[str]]],
) -> None:
    assert "error" not in static_results[each.what], static_results[each.what]["error"]
    assert static_results[each.what]["lint"] == [], "cfn-lint notices it"
    if (each.needs_boot or each.about_rights) and sandbox.unavailable():
        pytest.skip(f"no boots: {sandbox.unavailable()}")
    if each.needs_boot:
        complaints = mutation_boots[each.what].result()
    elif each.about_rights:
        complaints = _noticed_in_rights(
            each, boot_runner, mutation_runner.deploy(each, emulator, folder)
        )
    else:
        complaints = static_results[each.what]["complaints"]
    noticed = [complaint for complaint in complaints if each.complaint in complaint]
    assert noticed, f"{each.partial}: the check '{each.noticed_by}' reports only {complaints}"
    _report(each, noticed[0])


def _noticed_in_rights(
    each: Mutation, boot_runner: BootRunner, deployed: DeployedStack
) -> list[str]:
    path = mutation.config_of(each)
    result = boot_runner.get(path, WELL)
    return mutation.noticed_in_rights(deployed, result, boot_runner.deployed_stacks[path])


def _report(each: Mutation, complaint: str) -> None:
    row = f"{each.what[:58]:58} {each.partial[:20]:20} {each.noticed_by:14} {complaint[:90]}"
    REPORT.add("Mutations noticed", row)


def test_there_are_enough_mutations() -> None:
    assert len(MUTATIONS) >= 25
    assert len({each.what for each in MUTATIONS}) == len(MUTATIONS)
