from __future__ import annotations

import pytest

from tests.deploy.checks import CHECKS
from tests.deploy.report import REPORT
from tests.deploy.stack.deployed_stack import DeployedStack


@pytest.mark.parametrize("name", CHECKS)
def test_the_stack_is_as_configured(deployed: DeployedStack, name: str) -> None:
    assert list(CHECKS[name](deployed)) == []


def test_all_resources_are_created(deployed: DeployedStack) -> None:
    answer = deployed.client("cloudformation").describe_stack_resources(
        StackName=deployed.stack.name
    )
    resources = answer["StackResources"]
    assert {each["ResourceStatus"] for each in resources} == {"CREATE_COMPLETE"}
    created = {each["LogicalResourceId"] for each in resources}
    known = set(deployed.config.template["Resources"])
    left_out = {each.resource for each in deployed.omissions} & known
    conditional = {
        name for name, each in deployed.config.template["Resources"].items() if "Condition" in each
    }
    assert created | left_out | conditional == known
    _report(deployed, len(created))


def _report(deployed: DeployedStack, count: int) -> None:
    line = f"{deployed.config.name}: {count} resources, {deployed.config.region}"
    if url := deployed.stack.outputs().get("URL"):
        line += f", {url}"
    REPORT.add("Deployed stacks", line)
    for omission in deployed.omissions:
        REPORT.add("Left out: not supported by the emulator", str(omission), deployed.config.name)


def test_the_outputs_are_exported(deployed: DeployedStack) -> None:
    exported = {
        name
        for name, output in deployed.config.template.get("Outputs", {}).items()
        if "Export" in output
    }
    names = {f"{deployed.stack.name}-{name}" for name in exported}
    assert names <= set(deployed.scope.exports)
