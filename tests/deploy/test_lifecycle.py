"""Each stack is made, changed in each way that teams change theirs, broken, and deleted."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.deploy import gaps, parameters, snapshot, standing
from tests.deploy.checks import CHECKS
from tests.deploy.emulator import Emulator
from tests.deploy.report import REPORT
from tests.deploy.standing import Standing
from tests.deploy.subject import Subject, changed, with_template

ALARM = "AWS::CloudWatch::Alarm"
GROUP = "AWS::AutoScaling::AutoScalingGroup"


@pytest.fixture(scope="module")
def life(
    emulator: Emulator, folder: Path, subjects: dict[Path, Subject], path: Path
) -> Iterator[Standing]:
    """Return a stack of its own, to be changed at will."""
    each = subjects[path]
    made, deployment = standing.stand(emulator, each, folder, f"{each.name}-life")
    assert deployment.ok, deployment.said
    yield made
    _delete(made)


def _update(life: Standing, subject: Subject) -> Standing:
    """Deploy another state of the subject over the stack; complain of what then stands."""
    text, omissions = standing.deployable(subject)
    deployment = life.stack.deploy(text)
    assert deployment.ok, (deployment.said, life.stack.failures())
    updated = Standing(subject, life.stack, omissions)
    complaints = [complaint for check in CHECKS.values() for complaint in check(updated)]
    assert complaints == []
    return updated


def _restore(life: Standing) -> None:
    """Bring the stack back to where it began, for the next test."""
    deployment = life.stack.update(standing.deployable(life.subject)[0])
    assert deployment.ok, deployment.said


def test_deploying_the_same_again_changes_nothing(life: Standing) -> None:
    before = snapshot.take(life)
    assert life.stack.deploy(standing.deployable(life.subject)[0]).changed_nothing
    assert snapshot.take(life) == before


def test_a_parameter(life: Standing) -> None:
    name, value = parameters.another_value(life.subject)
    before = snapshot.take(life)
    text = standing.deployable(life.subject)[0]
    deployment = life.stack.deploy(text, {name: value})
    assert deployment.ok, deployment.said
    given = {
        each["ParameterKey"]: each["ParameterValue"] for each in life.stack.describe()["Parameters"]
    }
    assert given[name] == value
    different = snapshot.differences(before, snapshot.take(life))
    assert different, f"{name} is a parameter that decides nothing"
    REPORT.say("Updates", f"{life.subject.name}: {name} = {value} changed {_names(different)}")
    _restore(life)


def test_the_capacity(life: Standing, scratch: Path) -> None:
    sizes = life.subject.settings["fleet"]
    other = changed(life.subject, {"fleet": {"max_size": sizes["max_size"] + 1}}, scratch)
    before = snapshot.take(life)
    updated = _update(life, other)
    after = snapshot.take(updated)
    assert after["AutoScalingGroup"]["MaxSize"] == sizes["max_size"] + 1
    assert after["UserData"] == before["UserData"], "a size rolls the whole fleet"
    _restore(life)


def test_an_alarms_threshold(life: Standing) -> None:
    alarms = [name for name in life.deployed(ALARM) if "Threshold" in _properties(life, name)]
    if not alarms:
        pytest.skip("no alarm that the emulator evaluates")
    before = snapshot.take(life)
    template = copy.deepcopy(life.subject.template)
    template["Resources"][alarms[0]]["Properties"]["Threshold"] += 1
    text = standing.deployable(with_template(life.subject, template))[0]
    assert life.stack.deploy(text).ok
    assert snapshot.differences(before, snapshot.take(life)) == {alarms[0]}
    _restore(life)


def _properties(life: Standing, name: str) -> dict[str, Any]:
    return dict(life.subject.template["Resources"][name]["Properties"])


def test_metadata_rolls_the_fleet(life: Standing, scratch: Path) -> None:
    other = changed(life.subject, {"application": {"environment": {"PROOF": "1"}}}, scratch)
    before = snapshot.take(life)
    updated = _update(life, other)
    after = snapshot.take(updated)
    assert after["UserData"] != before["UserData"], "new metadata reaches no running instance"
    different = snapshot.differences(before, after)
    assert different <= {"AutoScalingGroup", "UserData"}
    REPORT.say("Updates", f"{life.subject.name}: new metadata changed {_names(different)}")
    _restore(life)


def _names(different: set[str]) -> str:
    return ", ".join(sorted(different))


def test_a_failing_update_rolls_back(life: Standing, scratch: Path) -> None:
    before = snapshot.take(life)
    life.stack.deploy(_doomed(life, scratch))
    assert life.stack.describe()["StackStatus"] == "UPDATE_ROLLBACK_COMPLETE"
    assert any(failure.startswith("Doomed") for failure in life.stack.failures())
    different = snapshot.differences(before, snapshot.take(life))
    assert different <= {"AutoScalingGroup"}, "not all was rolled back"
    _restore(life)
    REPORT.say("Updates", f"{life.subject.name}: a failing update was rolled back")


def _doomed(life: Standing, scratch: Path) -> str:
    """Return a template that changes much, and last of all makes what cannot be made."""
    changes = {"fleet": {"max_size": life.subject.settings["fleet"]["max_size"] + 2}}
    other = changed(life.subject, changes, scratch)
    template = copy.deepcopy(gaps.leave_out(other.template)[0])
    alarms, groups = life.deployed(ALARM), life.deployed(GROUP)
    for name in alarms:
        template["Resources"][name]["Properties"]["Threshold"] += 5
    (refused,) = gaps.FEATURES
    doomed = {"Type": refused.type, "DependsOn": [*alarms, *groups], "Properties": refused.probe}
    template["Resources"]["Doomed"] = doomed
    return with_template(other, template).text


def _delete(life: Standing) -> None:
    assert life.stack.delete() == "DELETE_COMPLETE"
    kept = {
        name
        for name, each in life.subject.template["Resources"].items()
        if each.get("DeletionPolicy") == "Retain"
    }
    client = life.client("logs")
    for name, identity in life.deployed("AWS::Logs::LogGroup").items():
        groups = client.describe_log_groups(logGroupNamePrefix=identity)["logGroups"]
        assert bool(groups) == (name in kept), f"{name} after the stack's deletion"
    assert life.alarms() == {}
    balancers = life.client("elbv2").describe_load_balancers()["LoadBalancers"]
    assert not {each["LoadBalancerArn"] for each in balancers} & set(life.ids.values())
