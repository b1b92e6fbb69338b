"""A config's stack in the emulator: deployment and access to its resources."""

from __future__ import annotations

import functools
import json
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.template.normalise import normalise
from pipeline.template.template import Template
from tests.deploy.stack import network, parameters, prerequisites
from tests.deploy.stack.config_under_test import ConfigUnderTest
from tests.deploy.stack.emulator import ACCOUNT, Emulator
from tests.deploy.stack.resolve import Scope, resolve
from tests.deploy.stack.stack import Deployment, Stack
from tests.deploy.stack.unsupported import Omission

Data = dict[str, Any]


@dataclass(frozen=True)
class DeployedStack:
    """A deployed config."""

    config: ConfigUnderTest
    stack: Stack
    omissions: list[Omission]

    def client(self, service: str) -> Any:
        """Return a boto3 client for the stack's region."""
        return self.stack.client(service)

    @functools.cached_property
    def ids(self) -> dict[str, str]:
        """The physical id of each resource; a placeholder if the resource was left out."""
        resources = self.config.template["Resources"]
        omitted = [each.resource for each in self.omissions if each.resource in resources]
        return {**{name: f"left-out-{name}" for name in omitted}, **self.stack.ids()}

    @functools.cached_property
    def scope(self) -> Scope:
        """The values with which the template's intrinsic functions are resolved."""
        pseudo = {
            "AWS::StackName": self.stack.name,
            "AWS::Region": self.config.region,
            "AWS::AccountId": ACCOUNT,
            "AWS::Partition": "aws",
            "AWS::URLSuffix": "amazonaws.com",
            "AWS::StackId": self.stack.describe()["StackId"],
        }
        exports = self.stack.exports()
        given = {**parameters.values(self.config), **self.stack.parameters}
        conditions = self.config.template.get("Conditions", {})
        mappings = self.config.template.get("Mappings", {})
        return Scope({**given, **pseudo}, self.ids, conditions, exports, mappings)

    def value(self, setting: str, parameter: str) -> Any:
        """Return a setting, or the parameter's value where the config leaves the setting open."""
        return self.config.setting(setting) or self.scope.names.get(parameter)

    def expected(self, *types: str) -> dict[str, Data]:
        """Return the template's properties of resources of these types, functions resolved."""
        names = [name for name in self.config.resources(*types) if name in self.ids]
        return {name: self._properties(name) for name in names}

    def _properties(self, name: str) -> Data:
        if name not in self._resolved:
            properties = self.config.template["Resources"][name].get("Properties", {})
            self._resolved[name] = resolve(properties, self.scope)
        return self._resolved[name]

    @functools.cached_property
    def _resolved(self) -> dict[str, Data]:
        return {}

    @functools.cached_property
    def init(self) -> Data:
        """The launch template's AWS::CloudFormation::Init metadata, resolved by CloudFormation."""
        (name,) = self.config.resources("AWS::EC2::LaunchTemplate")
        return dict(self.stack.metadata(name).get("AWS::CloudFormation::Init", {}))

    def alarms(self) -> dict[str, Data]:
        """Return the deployed alarms by logical id."""
        names = {
            name: logical for logical, name in self.physical_ids("AWS::CloudWatch::Alarm").items()
        }
        answer = self.client("cloudwatch").describe_alarms(AlarmNames=list(names)) if names else {}
        return {names[each["AlarmName"]]: each for each in answer.get("MetricAlarms", [])}

    def role_statements(self, role: str) -> list[Data]:
        """Return the statements of a role's inline policies."""
        client = self.client("iam")
        names = client.list_role_policies(RoleName=role)["PolicyNames"]
        documents = [client.get_role_policy(RoleName=role, PolicyName=name) for name in names]
        return [each for document in documents for each in document["PolicyDocument"]["Statement"]]

    def physical_id(self, kind: str) -> str:
        """Return the physical id of the only resource of a type."""
        (name,) = self.config.resources(kind)
        return self.ids[name]

    def physical_ids(self, kind: str) -> dict[str, str]:
        """Return the physical ids of the resources of a type that were not left out."""
        omitted = {each.resource for each in self.omissions}
        names = [name for name in self.config.resources(kind) if name not in omitted]
        return {name: self.ids[name] for name in names if name in self.ids}


def prepare(emulator: Emulator, config: ConfigUnderTest, folder: Path) -> list[Omission]:
    """Create what the config's stack needs: parent stacks, parameters, secrets."""
    substitutes = prerequisites.provide(emulator, config)
    wanted = network.imports(config, parameters.values(config))
    for parent, names in wanted.items():
        stack = Stack(emulator, parent, config.region, folder)
        prefix = f"{parent}-"
        known = {name.removeprefix(prefix) for name in stack.exports() if name.startswith(prefix)}
        if not names <= known:
            text = normalise(Template(network.template(names | known), {}))
            deployment = stack.deploy(text)
            assert deployment.ok, f"{parent}: {deployment.output} {stack.failures()}"
    return substitutes


def deploy(
    emulator: Emulator,
    config: ConfigUnderTest,
    folder: Path,
    name: str = "",
    *,
    quickly: bool = False,
) -> tuple[DeployedStack, Deployment]:
    """Deploy a config for the first time; `quickly` calls the API instead of the AWS CLI."""
    substitutes = prepare(emulator, config, folder)
    answers = parameters.asked(config)
    stack = Stack(emulator, name or config.name, config.region, folder, answers)
    data, text, omissions = config.deployable
    deployment = stack.create(json.dumps(data)) if quickly else stack.deploy(text)
    return DeployedStack(config, stack, omissions + substitutes), deployment


def deploy_all(
    emulator: Emulator, configs: Iterable[ConfigUnderTest], folder: Path
) -> list[DeployedStack]:
    """Deploy configs in parallel, after creating their shared prerequisites."""
    each_once = list(configs)
    for config in each_once:
        prepare(emulator, config, folder)

    def one(config: ConfigUnderTest) -> DeployedStack:
        deployed, deployment = deploy(emulator, config, folder)
        failures = "" if deployment.ok else deployed.stack.failures()
        assert deployment.ok, f"{config.name}: {deployment.output} {failures}"
        return deployed

    with ThreadPoolExecutor(3) as executor:
        return list(executor.map(one, each_once))
