"""The steps of a stack's lifecycle: typical updates, a failing update, deletion."""

from __future__ import annotations

import copy
import dataclasses
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.deploy.checks import CHECKS
from tests.deploy.lifecycle import snapshot
from tests.deploy.report import REPORT
from tests.deploy.stack import parameters, unsupported
from tests.deploy.stack.config_under_test import ConfigUnderTest, changed, with_template
from tests.deploy.stack.deployed_stack import DeployedStack

ALARM = "AWS::CloudWatch::Alarm"
GROUP = "AWS::AutoScaling::AutoScalingGroup"


def with_own_dns_name(config: ConfigUnderTest, folder: Path) -> ConfigUnderTest:
    """Return the config with another DNS name, because a record set can exist only once."""
    name = config.setting("dns.name")
    if not name:
        return config
    own = folder / f"{config.name}-lifecycle"
    own.mkdir()
    changes: dict[str, Any] = {"dns": {"name": f"lifecycle.{name}"}}
    if config.setting("alb.https.request_for"):
        changes["alb"] = {"https": {"request_for": f"lifecycle.{name}"}}
    return dataclasses.replace(changed(config, changes, own), name=config.name)


def _update(deployed: DeployedStack, config: ConfigUnderTest) -> DeployedStack:
    """Update the stack to another config, and run every check."""
    _, text, omissions = config.deployable
    deployment = deployed.stack.deploy(text)
    assert deployment.ok, (deployment.output, deployed.stack.failures())
    updated = DeployedStack(config, deployed.stack, omissions)
    complaints = [complaint for check in CHECKS.values() for complaint in check(updated)]
    assert complaints == []
    return updated


def _restore(deployed: DeployedStack) -> None:
    """Update the stack back to its first template, for the next step."""
    deployment = deployed.stack.update(deployed.config.deployable[1])
    assert deployment.ok, deployment.output


def no_change(deployed: DeployedStack, _: Path) -> None:
    """Deploy the same template again: nothing changes."""
    before = snapshot.take(deployed)
    assert deployed.stack.deploy(deployed.config.deployable[1]).changed_nothing
    assert snapshot.take(deployed) == before


def change_parameter(deployed: DeployedStack, _: Path) -> None:
    """Change a parameter: some resource changes."""
    if not (other := parameters.another_value(deployed.config)):
        return
    name, value = other
    before = snapshot.take(deployed)
    text = deployed.config.deployable[1]
    deployment = deployed.stack.deploy(text, {name: value})
    assert deployment.ok, deployment.output
    given = {
        each["ParameterKey"]: each["ParameterValue"]
        for each in deployed.stack.describe()["Parameters"]
    }
    assert given[name] == value
    different = snapshot.differences(before, snapshot.take(deployed))
    assert different, f"changing the parameter {name} changes nothing"
    REPORT.add("Updates", f"{name} = {value} changed {_names(different)}", deployed.config.name)
    _restore(deployed)


def change_capacity(deployed: DeployedStack, scratch: Path) -> None:
    """Change a size: the group changes, and no instance is replaced."""
    sizes = deployed.config.settings["fleet"]
    other = changed(deployed.config, {"fleet": {"max_size": sizes["max_size"] + 1}}, scratch)
    before = snapshot.take(deployed)
    updated = _update(deployed, other)
    after = snapshot.take(updated)
    assert after["AutoScalingGroup"]["MaxSize"] == sizes["max_size"] + 1
    assert after["UserData"] == before["UserData"], "a new size replaces all instances"
    _restore(deployed)


def change_threshold(deployed: DeployedStack, _: Path) -> None:
    """Change a threshold: its alarm changes, and nothing else."""
    alarms = [
        name for name in deployed.physical_ids(ALARM) if "Threshold" in _properties(deployed, name)
    ]
    if not alarms:
        return
    before = snapshot.take(deployed)
    template = copy.deepcopy(deployed.config.template)
    template["Resources"][alarms[0]]["Properties"]["Threshold"] += 1
    text = with_template(deployed.config, template).deployable[1]
    assert deployed.stack.deploy(text).ok
    assert snapshot.differences(before, snapshot.take(deployed)) == {alarms[0]}
    _restore(deployed)


def _properties(deployed: DeployedStack, name: str) -> dict[str, Any]:
    return dict(deployed.config.template["Resources"][name]["Properties"])


def change_metadata(deployed: DeployedStack, scratch: Path) -> None:
    """Change metadata: the user data changes, so that instances are replaced."""
    other = changed(deployed.config, {"application": {"environment": {"PROOF": "1"}}}, scratch)
    before = snapshot.take(deployed)
    updated = _update(deployed, other)
    after = snapshot.take(updated)
    assert after["UserData"] != before["UserData"], "new metadata does not replace instances"
    different = snapshot.differences(before, after)
    assert different <= {"AutoScalingGroup", "LaunchTemplate", "UserData"}
    REPORT.add("Updates", f"new metadata changed {_names(different)}", deployed.config.name)
    _restore(deployed)


def _names(different: set[str]) -> str:
    return ", ".join(sorted(different))


def fail_update(deployed: DeployedStack, scratch: Path) -> None:
    """Fail an update: everything is rolled back."""
    before = snapshot.take(deployed)
    deployed.stack.deploy(_failing_template(deployed, scratch))
    assert deployed.stack.describe()["StackStatus"] == "UPDATE_ROLLBACK_COMPLETE"
    assert any(failure.startswith("Failing") for failure in deployed.stack.failures())
    after = snapshot.take(deployed)
    different = snapshot.differences(before, after)
    assert different <= {"AutoScalingGroup"}, f"not rolled back: {different}"
    for size in ("MinSize", "MaxSize"):  # the launch template's version may differ
        assert after["AutoScalingGroup"][size] == before["AutoScalingGroup"][size]
    _restore(deployed)
    REPORT.add("Updates", "a failing update was rolled back", deployed.config.name)


def _failing_template(deployed: DeployedStack, scratch: Path) -> str:
    """Return a template with many changes and a resource that fails after them."""
    changes = {"fleet": {"max_size": deployed.config.settings["fleet"]["max_size"] + 2}}
    other = changed(deployed.config, changes, scratch)
    template = copy.deepcopy(other.deployable[0])
    alarms, groups = deployed.physical_ids(ALARM), deployed.physical_ids(GROUP)
    for name in alarms:
        template["Resources"][name]["Properties"]["Threshold"] += 5
    (feature,) = unsupported.FEATURES
    failing = {"Type": feature.type, "DependsOn": [*alarms, *groups], "Properties": feature.probe}
    template["Resources"]["Failing"] = failing
    return with_template(other, template).text


def delete(deployed: DeployedStack, _: Path) -> None:
    """Delete the stack: only resources with DeletionPolicy Retain are left."""
    assert deployed.stack.delete() == "DELETE_COMPLETE"
    kept = {
        name
        for name, each in deployed.config.template["Resources"].items()
        if each.get("DeletionPolicy") == "Retain"
    }
    client = deployed.client("logs")
    for name, identity in deployed.physical_ids("AWS::Logs::LogGroup").items():
        groups = client.describe_log_groups(logGroupNamePrefix=identity)["logGroups"]
        assert bool(groups) == (name in kept), f"{name} after the deletion of the stack"
    assert deployed.alarms() == {}
    balancers = deployed.client("elbv2").describe_load_balancers()["LoadBalancers"]
    assert not {each["LoadBalancerArn"] for each in balancers} & set(deployed.ids.values())


STEPS: dict[str, Callable[[DeployedStack, Path], None]] = {
    "no change": no_change,
    "change a parameter": change_parameter,
    "change the capacity": change_capacity,
    "change an alarm's threshold": change_threshold,
    "change metadata": change_metadata,
    "a failing update": fail_update,
    "delete": delete,
}
