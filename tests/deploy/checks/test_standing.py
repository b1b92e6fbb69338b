from __future__ import annotations

import pytest

from tests.deploy.checks import CHECKS
from tests.deploy.report import REPORT
from tests.deploy.stack.standing import Standing


@pytest.mark.parametrize("name", CHECKS)
def test_what_stands_is_what_the_config_says(stood: Standing, name: str) -> None:
    assert list(CHECKS[name](stood)) == []


def test_everything_is_complete(stood: Standing) -> None:
    answer = stood.client("cloudformation").describe_stack_resources(StackName=stood.stack.name)
    resources = answer["StackResources"]
    assert {each["ResourceStatus"] for each in resources} == {"CREATE_COMPLETE"}
    deployed = {each["LogicalResourceId"] for each in resources}
    known = set(stood.subject.template["Resources"])
    left_out = {each.resource for each in stood.omissions} & known
    conditional = {
        name for name, each in stood.subject.template["Resources"].items() if "Condition" in each
    }
    assert deployed | left_out | conditional == known
    _report(stood, len(deployed))


def _report(stood: Standing, count: int) -> None:
    line = f"{stood.subject.name}: {count} resources, {stood.subject.region}"
    if url := stood.stack.outputs().get("URL"):
        line += f", {url}"
    REPORT.say("What stands", line)
    for omission in stood.omissions:
        REPORT.say("Left out, because the emulator lacks it", str(omission), stood.subject.name)


def test_the_outputs_are_exported(stood: Standing) -> None:
    exported = {
        name
        for name, output in stood.subject.template.get("Outputs", {}).items()
        if "Export" in output
    }
    names = {f"{stood.stack.name}-{name}" for name in exported}
    assert names <= set(stood.scope.exports)
