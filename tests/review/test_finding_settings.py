"""A finding on what a partial writes by itself is at the setting that asks for it."""

from __future__ import annotations

import pytest

from pipeline.diagnostic import Diagnostic, Location
from pipeline.review.finding_settings import with_settings
from pipeline.review.partial_text import read_partials
from tests.review.support import PROJECT, render
from tests.support import Folder

PUBLIC = "extends: _shared.yml\nnetwork: {instance_subnets: public}\n"


def test_a_setting_that_opens_a_port(stack: Folder) -> None:
    stack.write("config/case.yml", f"{PUBLIC}access:\n  ssh_from_world: true\n")
    result = stack.run("config/case.yml")
    [found] = [line for line in result.lines if "[WR9403]" in line]
    assert found.startswith("config/case.yml:4:19: warning: SSH (port 22) is open")
    assert "(partials/access.yml.j2:" in found


def test_spot_instances_in_a_rolling_update(stack: Folder) -> None:
    stack.write("config/case.yml", f"{PUBLIC}fleet:\n  spot_percent: 50\n")
    result = stack.run("config/case.yml")
    [found] = [line for line in result.lines if "[IR9236]" in line]
    assert found.startswith("config/case.yml:4:17: info: Spot instances are replaced by a rolling")


@pytest.mark.parametrize(
    ("override", "rule", "column"),
    [
        ("AutoScalingGroup: {UpdatePolicy: null}", "WR9214", 58),
        ("MemoryAlarm: {Properties: {AlarmActions: null}}", "WR9604", 66),
        ('AutoScalingGroup: {Properties: {MinSize: "1"}}', "ER9202", 66),
        ("LogGroup: null", "E1020", 35),
    ],
)
def test_an_override_that_leads_to_a_finding(
    override: str, rule: str, column: int, stack: Folder
) -> None:
    stack.write("config/case.yml", f"{PUBLIC}overrides: {{Resources: {{{override}}}}}\n")
    result = stack.run("config/case.yml")
    [found] = [line for line in result.lines if f"[{rule}]" in line]
    assert found.startswith(f"config/case.yml:3:{column}: ")


def test_a_finding_on_what_a_macro_writes_names_the_config() -> None:
    element = ("Resources", "AutoScalingGroup", "UpdatePolicy")
    given = Diagnostic(Location("partials/_update_policy.j2", 5), "Spot", element=element)
    [found] = with_settings([given], render(), read_partials(PROJECT.partials))
    assert found == given._replace(configs=("config/prod.yml",))
