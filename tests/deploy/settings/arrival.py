"""Deploys a changed config over a stack, and returns the template with the values that it has."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path
from typing import Any

import yaml

from pipeline.template.template import Template
from tests.deploy.stack import config_under_test, deployed_stack, parameters
from tests.deploy.stack.config_under_test import PROJECT, ConfigUnderTest
from tests.deploy.stack.deployed_stack import DeployedStack
from tests.deploy.stack.emulator import Emulator
from tests.rendered import SMALLEST, Data, Stack, merged

_IN_SUB = re.compile(r"\$\{(\w+)\}")


def config(settings: Data, path: Path, partials: Path = PROJECT.partials) -> ConfigUnderTest:
    """Return a config under test with these settings."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(yaml.safe_dump(merged(SMALLEST, settings)), encoding="utf-8")
    return config_under_test.read(path, partials)


def create(emulator: Emulator, before: ConfigUnderTest, folder: Path, name: str) -> DeployedStack:
    """Create the stack of a config, in which the next one is to arrive."""
    created, deployment = deployed_stack.deploy(emulator, before, folder, name, quickly=True)
    assert deployment.ok, (deployment.output, created.stack.failures())
    return created


def update(created: DeployedStack, after: ConfigUnderTest) -> DeployedStack:
    """Deploy another config over a stack, by the README's command.

    Only a parameter that the stack does not know yet, and that has no default, is given.
    """
    stack = created.stack
    substitutes = deployed_stack.prepare(stack.emulator, after, stack.folder)
    known = {each["ParameterKey"] for each in stack.describe().get("Parameters", [])}
    asked = {key: value for key, value in parameters.asked(after).items() if key not in known}
    _, text, omissions = after.deployable
    deployment = dataclasses.replace(stack, parameters=asked).deploy(text)
    assert deployment.ok, (deployment.output, stack.failures())
    return DeployedStack(after, stack, omissions + substitutes)


def as_it_stands(deployed: DeployedStack) -> Stack:
    """Return the template with the stack's parameters in place of every reference to one.

    A value that a config changes in a parameter's default only keeps its old value here, as it
    does in the stack.
    """
    template = deployed.config.template
    data = {**filled(template, deployed), "Parameters": template.get("Parameters", {})}
    return Stack(deployed.config.name, deployed.config.settings, Template(data, {}), "")


def filled(value: Any, deployed: DeployedStack) -> Any:
    """Return data with the stack's parameters in place of every reference to one."""
    given = {
        each["ParameterKey"]: each.get("ResolvedValue", each["ParameterValue"])
        for each in deployed.stack.describe().get("Parameters", [])
    }
    return _filled(value, given)


def _filled(value: Any, given: dict[str, str]) -> Any:
    if isinstance(value, list):
        return [_filled(item, given) for item in value]
    if isinstance(value, str):
        return _IN_SUB.sub(lambda match: given.get(match[1], match[0]), value)
    if not isinstance(value, dict):
        return value
    if set(value) == {"Ref"} and value["Ref"] in given:
        return given[value["Ref"]]
    return {key: _filled(item, given) for key, item in value.items()}
