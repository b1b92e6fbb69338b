from __future__ import annotations

from pathlib import Path

import pytest

from tests.deploy.boots import sandbox, scenarios
from tests.deploy.boots.boots import Boots
from tests.deploy.checks import boots as checks
from tests.deploy.report import REPORT
from tests.deploy.stack.standing import Standing

pytestmark = pytest.mark.skipif(bool(sandbox.lacking()), reason=f"no boots: {sandbox.lacking()}")


def test_an_instance_boots(boots: Boots, stood: Standing, path: Path) -> None:
    came = boots.get(path, scenarios.WELL)
    assert list(checks.check(stood, came)) == [], came.said
    back = came.survey["seconds_to_return"]
    line = f"{stood.subject.name}: healthy after {came.seconds} s, back {back} s after SIGKILL"
    REPORT.say("Boots", line)


def test_an_instance_boots_in_other_ways(boots: Boots, subtests: pytest.Subtests) -> None:
    for path, standing in boots.stands.items():
        for scenario in scenarios.ways(standing):
            with subtests.test(f"{standing.subject.name}: {scenario.name}"):
                came = boots.get(path, scenario)
                assert list(checks.check(standing, came)) == [], came.said
                name = f"{standing.subject.name}: {scenario.name}"
                REPORT.say("Boots", f"{name}, {came.seconds} s for {len(scenario.starts)} starts")


def test_what_goes_wrong_is_told_once_with_its_reason(
    boots: Boots, subtests: pytest.Subtests
) -> None:
    for path, scenario in boots.failures():
        standing = boots.stands[path]
        name = standing.subject.name
        with subtests.test(f"{name}: {scenario.name}"):
            came = boots.get(path, scenario)
            assert list(checks.check(standing, came)) == [], came.said
            words = "and yet it boots" if scenario.succeeds else came.last_word()
            REPORT.say("Failures provoked", f"{name}: {scenario.name}, {came.seconds} s: {words}")
