from __future__ import annotations

from pathlib import Path

import pytest

from tests.deploy.boots import boot_checks, sandbox, scenarios
from tests.deploy.boots.boot_runner import BootRunner
from tests.deploy.boots.scenario import WELL
from tests.deploy.report import REPORT
from tests.deploy.stack.deployed_stack import DeployedStack

pytestmark = pytest.mark.skipif(
    bool(sandbox.unavailable()), reason=f"no boots: {sandbox.unavailable()}"
)


def test_an_instance_boots(boot_runner: BootRunner, deployed: DeployedStack, path: Path) -> None:
    result = boot_runner.get(path, WELL)
    assert list(boot_checks.check(deployed, result)) == [], result.log
    back = result.survey["seconds_to_return"]
    line = f"{deployed.config.name}: healthy after {result.seconds} s, back {back} s after SIGKILL"
    REPORT.add("Boots", line)


def test_an_instance_boots_in_other_ways(
    boot_runner: BootRunner, subtests: pytest.Subtests
) -> None:
    for path, deployed in boot_runner.deployed_stacks.items():
        for scenario in scenarios.ways(deployed):
            with subtests.test(f"{deployed.config.name}: {scenario.name}"):
                result = boot_runner.get(path, scenario)
                assert list(boot_checks.check(deployed, result)) == [], result.log
                name = f"{deployed.config.name}: {scenario.name}"
                REPORT.add("Boots", f"{name}, {result.seconds} s for {len(scenario.starts)} starts")


def test_a_failure_is_signalled_once_with_its_reason(
    boot_runner: BootRunner, subtests: pytest.Subtests
) -> None:
    for path, scenario in boot_runner.failures():
        deployed = boot_runner.deployed_stacks[path]
        name = deployed.config.name
        with subtests.test(f"{name}: {scenario.name}"):
            result = boot_runner.get(path, scenario)
            assert list(boot_checks.check(deployed, result)) == [], result.log
            outcome = "boots all the same" if scenario.succeeds else result.last_log_line()
            REPORT.add("Failed boots", f"{name}: {scenario.name}, {result.seconds} s: {outcome}")
