"""A subject's stack as it stands in the emulator, and the ways to look at it."""

from __future__ import annotations

import functools
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.template.normalise import normalise
from pipeline.template.template import Template
from tests.deploy import network, parameters, provisions
from tests.deploy.emulator import ACCOUNT, Emulator
from tests.deploy.gaps import Omission
from tests.deploy.resolve import Scope, resolve
from tests.deploy.stack import Deployment, Stack
from tests.deploy.subject import Subject

Data = dict[str, Any]


@dataclass(frozen=True)
class Standing:
    """A deployed subject."""

    subject: Subject
    stack: Stack
    omissions: list[Omission]

    def client(self, service: str) -> Any:
        """Return a boto3 client for the stack's region."""
        return self.stack.client(service)

    @functools.cached_property
    def ids(self) -> dict[str, str]:
        """The physical id of each resource, a placeholder for what was left out."""
        resources = self.subject.template["Resources"]
        gone = [each.resource for each in self.omissions if each.resource in resources]
        return {**{name: f"left-out-{name}" for name in gone}, **self.stack.ids()}

    @functools.cached_property
    def scope(self) -> Scope:
        """What the template's functions are resolved with."""
        pseudo = {
            "AWS::StackName": self.stack.name,
            "AWS::Region": self.subject.region,
            "AWS::AccountId": ACCOUNT,
            "AWS::Partition": "aws",
            "AWS::URLSuffix": "amazonaws.com",
            "AWS::StackId": self.stack.describe()["StackId"],
        }
        exports = self.stack.exports()
        given = {**parameters.values(self.subject), **self.stack.parameters}
        conditions = self.subject.template.get("Conditions", {})
        return Scope({**given, **pseudo}, self.ids, conditions, exports)

    def expected(self, *types: str) -> dict[str, Data]:
        """Return the template's properties of resources of these types, functions resolved."""
        names = [name for name in self.subject.resources(*types) if name in self.ids]
        return {name: self._properties(name) for name in names}

    def _properties(self, name: str) -> Data:
        if name not in self._resolved:
            properties = self.subject.template["Resources"][name].get("Properties", {})
            self._resolved[name] = resolve(properties, self.scope)
        return self._resolved[name]

    @functools.cached_property
    def _resolved(self) -> dict[str, Data]:
        return {}

    @functools.cached_property
    def init(self) -> Data:
        """What cfn-init acts on: the launch template's metadata, as CloudFormation resolved it."""
        (name,) = self.subject.resources("AWS::EC2::LaunchTemplate")
        return dict(self.stack.metadata(name).get("AWS::CloudFormation::Init", {}))

    def alarms(self) -> dict[str, Data]:
        """Return the alarms that stand, by logical id."""
        names = {name: logical for logical, name in self.deployed("AWS::CloudWatch::Alarm").items()}
        answer = self.client("cloudwatch").describe_alarms(AlarmNames=list(names)) if names else {}
        return {names[each["AlarmName"]]: each for each in answer.get("MetricAlarms", [])}

    def one(self, kind: str) -> str:
        """Return the physical id of the only resource of a type."""
        (name,) = self.subject.resources(kind)
        return self.ids[name]

    def deployed(self, kind: str) -> dict[str, str]:
        """Return the physical ids of the resources of a type that were not left out."""
        gone = {each.resource for each in self.omissions}
        names = [name for name in self.subject.resources(kind) if name not in gone]
        return {name: self.ids[name] for name in names if name in self.ids}


def prepare(emulator: Emulator, subject: Subject, folder: Path) -> list[Omission]:
    """Let stand what the subject's stack needs: parents, parameters, secrets."""
    stand_ins = provisions.provide(emulator, subject)
    wanted = network.imports(subject, parameters.values(subject))
    for parent, names in wanted.items():
        stack = Stack(emulator, parent, subject.region, folder)
        prefix = f"{parent}-"
        known = {name.removeprefix(prefix) for name in stack.exports() if name.startswith(prefix)}
        if not names <= known:
            text = normalise(Template(network.template(names | known), {}))
            deployment = stack.deploy(text)
            assert deployment.ok, f"{parent}: {deployment.said} {stack.failures()}"
    return stand_ins


def stand(
    emulator: Emulator, subject: Subject, folder: Path, name: str = "", *, quickly: bool = False
) -> tuple[Standing, Deployment]:
    """Deploy a subject for the first time; quickly means past the CLI."""
    stand_ins = prepare(emulator, subject, folder)
    answers = parameters.asked(subject)
    stack = Stack(emulator, name or subject.name, subject.region, folder, answers)
    data, text, omissions = subject.deployable
    deployment = stack.create(json.dumps(data)) if quickly else stack.deploy(text)
    return Standing(subject, stack, omissions + stand_ins), deployment
