"""The parent stacks that a template imports from, generated from its imports."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from tests.deploy.stack import intrinsics
from tests.deploy.stack.config_under_test import ConfigUnderTest

Data = dict[str, Any]

_EXPORT = re.compile(r"(?:\$\{(\w+)\}|([\w-]+))-(\w+)")
_SUBNET = re.compile(r"Subnet([A-Z])(\w+)")
_ADDRESSES = "10.0.0.0/16"
_SUBNETS = "subnet-0123456789abcdef0,subnet-0123456789abcdef1"  # a list in one export
_VPC: Data = {"Type": "AWS::EC2::VPC", "Properties": {"CidrBlock": _ADDRESSES}}


def imports(config: ConfigUnderTest, parameters: dict[str, str]) -> dict[str, set[str]]:
    """Return the names that each parent stack has to export, by the parent's name."""
    wanted: dict[str, set[str]] = {}
    for argument in intrinsics.functions(config.template, "Fn::ImportValue"):
        text = argument if isinstance(argument, str) else str(argument.get("Fn::Sub", ""))
        match = _EXPORT.fullmatch(text)
        if not match:
            raise ValueError(f"not an import of the form ${{Parent}}-Export: {argument}")
        parameter, parent, name = match.groups()
        if parent := parent or parameters.get(parameter):
            wanted.setdefault(parent, set()).add(name)
    return wanted


def template(exports: Iterable[str]) -> Data:
    """Return the template of a stack that exports these names."""
    resources: Data = {"VPC": _VPC}
    outputs: Data = {}
    for index, name in enumerate(sorted(exports)):
        if resource := _resource(name, index):
            resources[name] = resource
        other = _SUBNETS if name.startswith(("Private", "Public")) else _ADDRESSES
        value = {"Ref": name} if name in resources else other
        outputs[name] = {
            "Value": value,
            "Export": {"Name": {"Fn::Sub": f"${{AWS::StackName}}-{name}"}},
        }
    return {"Resources": resources, "Outputs": outputs}


def _resource(name: str, index: int) -> Data | None:
    if match := _SUBNET.fullmatch(name):
        zone: Data = {"Fn::Select": [ord(match[1]) - ord("A"), {"Fn::GetAZs": ""}]}
        properties = {
            "VpcId": {"Ref": "VPC"},
            "CidrBlock": f"10.0.{index}.0/24",
            "AvailabilityZone": zone,
            "Tags": [{"Key": "Name", "Value": name}],
        }
        return {"Type": "AWS::EC2::Subnet", "Properties": properties}
    if name.endswith("SecurityGroup"):
        properties = {"GroupDescription": name, "VpcId": {"Ref": "VPC"}}
        return {"Type": "AWS::EC2::SecurityGroup", "Properties": properties}
    return None
