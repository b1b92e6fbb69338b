"""A stack's life: it is changed in each way that teams change theirs, broken, and deleted."""

from __future__ import annotations

import copy
import dataclasses
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.deploy import gaps, parameters, snapshot
from tests.deploy.checks import CHECKS
from tests.deploy.report import REPORT
from tests.deploy.standing import Standing
from tests.deploy.subject import Subject, changed, with_template

ALARM = "AWS::CloudWatch::Alarm"
GROUP = "AWS::AutoScaling::AutoScalingGroup"


def elsewhere(subject: Subject, folder: Path) -> Subject:
    """Return the subject under another name in the DNS, where a name can be made once only."""
    name = subject.setting("dns.name")
    if not name:
        return subject
    own = folder / f"{subject.name}-life"
    own.mkdir()
    changes: dict[str, Any] = {"dns": {"name": f"life.{name}"}}
    if subject.setting("alb.https.request_for"):
        changes["alb"] = {"https": {"request_for": f"life.{name}"}}
    return dataclasses.replace(changed(subject, changes, own), name=subject.name)


def _update(life: Standing, subject: Subject) -> Standing:
    """Deploy another state of the subject over the stack; complain of what then stands."""
    _, text, omissions = subject.deployable
    deployment = life.stack.deploy(text)
    assert deployment.ok, (deployment.said, life.stack.failures())
    updated = Standing(subject, life.stack, omissions)
    complaints = [complaint for check in CHECKS.values() for complaint in check(updated)]
    assert complaints == []
    return updated


def _restore(life: Standing) -> None:
    """Bring the stack back to where it began, for the next test."""
    deployment = life.stack.update(life.subject.deployable[1])
    assert deployment.ok, deployment.said


def the_same_again(life: Standing, _: Path) -> None:
    """Deploy the same again: nothing changes."""
    before = snapshot.take(life)
    assert life.stack.deploy(life.subject.deployable[1]).changed_nothing
    assert snapshot.take(life) == before


def a_parameter(life: Standing, _: Path) -> None:
    """Change a parameter: what it is for changes."""
    if not (other := parameters.another_value(life.subject)):
        return
    name, value = other
    before = snapshot.take(life)
    text = life.subject.deployable[1]
    deployment = life.stack.deploy(text, {name: value})
    assert deployment.ok, deployment.said
    given = {
        each["ParameterKey"]: each["ParameterValue"] for each in life.stack.describe()["Parameters"]
    }
    assert given[name] == value
    different = snapshot.differences(before, snapshot.take(life))
    assert different, f"{name} is a parameter that decides nothing"
    REPORT.say("Updates", f"{name} = {value} changed {_names(different)}", life.subject.name)
    _restore(life)


def the_capacity(life: Standing, scratch: Path) -> None:
    """Change a size: the group changes, and no instance is rolled."""
    sizes = life.subject.settings["fleet"]
    other = changed(life.subject, {"fleet": {"max_size": sizes["max_size"] + 1}}, scratch)
    before = snapshot.take(life)
    updated = _update(life, other)
    after = snapshot.take(updated)
    assert after["AutoScalingGroup"]["MaxSize"] == sizes["max_size"] + 1
    assert after["UserData"] == before["UserData"], "a size rolls the whole fleet"
    _restore(life)


def an_alarms_threshold(life: Standing, _: Path) -> None:
    """Change a threshold: its alarm changes, and nothing else."""
    alarms = [name for name in life.deployed(ALARM) if "Threshold" in _properties(life, name)]
    if not alarms:
        return
    before = snapshot.take(life)
    template = copy.deepcopy(life.subject.template)
    template["Resources"][alarms[0]]["Properties"]["Threshold"] += 1
    text = with_template(life.subject, template).deployable[1]
    assert life.stack.deploy(text).ok
    assert snapshot.differences(before, snapshot.take(life)) == {alarms[0]}
    _restore(life)


def _properties(life: Standing, name: str) -> dict[str, Any]:
    return dict(life.subject.template["Resources"][name]["Properties"])


def new_metadata(life: Standing, scratch: Path) -> None:
    """Change metadata: it reaches instances, which it can only by rolling the fleet."""
    other = changed(life.subject, {"application": {"environment": {"PROOF": "1"}}}, scratch)
    before = snapshot.take(life)
    updated = _update(life, other)
    after = snapshot.take(updated)
    assert after["UserData"] != before["UserData"], "new metadata reaches no running instance"
    different = snapshot.differences(before, after)
    assert different <= {"AutoScalingGroup", "UserData"}
    REPORT.say("Updates", f"new metadata changed {_names(different)}", life.subject.name)
    _restore(life)


def _names(different: set[str]) -> str:
    return ", ".join(sorted(different))


def a_failing_update(life: Standing, scratch: Path) -> None:
    """Fail on purpose: all is as it was."""
    before = snapshot.take(life)
    life.stack.deploy(_doomed(life, scratch))
    assert life.stack.describe()["StackStatus"] == "UPDATE_ROLLBACK_COMPLETE"
    assert any(failure.startswith("Doomed") for failure in life.stack.failures())
    after = snapshot.take(life)
    assert snapshot.differences(before, after) <= {"AutoScalingGroup"}, "not all was rolled back"
    for size in ("MinSize", "MaxSize"):  # the version of the launch template may be another
        assert after["AutoScalingGroup"][size] == before["AutoScalingGroup"][size]
    _restore(life)
    REPORT.say("Updates", "a failing update was rolled back", life.subject.name)


def _doomed(life: Standing, scratch: Path) -> str:
    """Return a template that changes much, and last of all makes what cannot be made."""
    changes = {"fleet": {"max_size": life.subject.settings["fleet"]["max_size"] + 2}}
    other = changed(life.subject, changes, scratch)
    template = copy.deepcopy(other.deployable[0])
    alarms, groups = life.deployed(ALARM), life.deployed(GROUP)
    for name in alarms:
        template["Resources"][name]["Properties"]["Threshold"] += 5
    (refused,) = gaps.FEATURES
    doomed = {"Type": refused.type, "DependsOn": [*alarms, *groups], "Properties": refused.probe}
    template["Resources"]["Doomed"] = doomed
    return with_template(other, template).text


def deletion(life: Standing, _: Path) -> None:
    """Delete the stack: nothing is left but what is kept on purpose."""
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


STEPS: dict[str, Callable[[Standing, Path], None]] = {
    "the same again": the_same_again,
    "a parameter": a_parameter,
    "the capacity": the_capacity,
    "an alarm's threshold": an_alarms_threshold,
    "new metadata": new_metadata,
    "a failing update": a_failing_update,
    "deletion": deletion,
}
