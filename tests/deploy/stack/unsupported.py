"""What the emulator lacks: left out of the deployed copy, and printed by each run.

A test tries each entry, so that one which the emulator has learnt is found; and a deployment fails
at whatever it lacks that stands here not.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.deploy.stack import intrinsics

Data = dict[str, Any]

TYPES = {
    "AWS::AutoScaling::WarmPool": "the rendered template is all there is to look at",
    "AWS::Chatbot::SlackChannelConfiguration": "nothing is said in Slack",
    "AWS::CloudWatch::CompositeAlarm": "its rule is not evaluated",
    "AWS::EC2::EIP": "a NAT gateway gets no address",
    "AWS::EC2::EgressOnlyInternetGateway": "IPv6 leaves by no way",
    "AWS::EC2::NatGateway": "private subnets have no way out",
    "AWS::EC2::NetworkAcl": "nothing is filtered",
    "AWS::EC2::SecurityGroupEgress": "a group's rules of its own are read back, these are not",
    "AWS::EC2::SecurityGroupIngress": "a group's rules of its own are read back, these are not",
    "AWS::EC2::VPCCidrBlock": "the VPC has no IPv6 addresses",
    "AWS::ElasticLoadBalancingV2::ListenerCertificate": "only the first certificate is shown",
    "AWS::Logs::QueryDefinition": "there are no saved queries",
    "AWS::WAFv2::WebACLAssociation": "the web ACL stands, attached to nothing",
}


# Attributes that the emulator does not give, each with the text that stands in for it.
ATTRIBUTES: dict[tuple[str, str], Any] = {
    ("AWS::EC2::VPC", "CidrBlock"): {"property": "CidrBlock"},
    ("AWS::EC2::VPC", "Ipv6CidrBlocks"): {"value": ["2001:db8::/56"]},
}


@dataclass(frozen=True)
class Feature:
    """A use of a known type that the emulator refuses, with the smallest resource that has it."""

    name: str
    type: str
    consequence: str
    refusal: str
    used: Callable[[Data], bool]
    probe: Data


FEATURES = (
    Feature(
        "metric math",
        "AWS::CloudWatch::Alarm",
        "its expression is evaluated by these tests instead",
        "metric math",
        lambda properties: "Metrics" in properties,
        {
            "ComparisonOperator": "GreaterThanThreshold",
            "EvaluationPeriods": 1,
            "Metrics": [{"Id": "one", "Expression": "1", "ReturnData": True}],
            "Threshold": 1,
        },
    ),
)


@dataclass(frozen=True)
class Omission:
    """A resource that is not in the deployed copy, and why."""

    resource: str
    what: str
    consequence: str

    def __str__(self) -> str:
        return f"{self.resource} ({self.what}): {self.consequence}"


def probes() -> dict[str, tuple[Data, str]]:
    """Return, for each entry, a template that the emulator refuses and the reason it gives."""
    of_types = {
        kind: (_template(kind, {}), f"Unrecognized resource types: [{kind}]") for kind in TYPES
    }
    of_features = {each.name: (_template(each.type, each.probe), each.refusal) for each in FEATURES}
    of_attributes = {
        f"{kind} {name}": (
            _template_reading(kind, name),
            f"Requested attribute {name} does not exist",
        )
        for kind, name in ATTRIBUTES
    }
    return {**of_types, **of_features, **of_attributes}


def _template_reading(kind: str, attribute: str) -> Data:
    """Return a template that asks a VPC for an attribute, as a subnet's address block does."""
    given = {"Fn::Select": [0, {"Fn::GetAtt": ["Probe", attribute]}]}
    value = given if attribute.endswith("s") else {"Fn::GetAtt": ["Probe", attribute]}
    subnet = {"VpcId": {"Ref": "Probe"}, "CidrBlock": value}
    template = _template(kind, {"CidrBlock": "10.0.0.0/16"})
    template["Resources"]["Asking"] = {"Type": "AWS::EC2::Subnet", "Properties": subnet}
    return template


def _template(kind: str, properties: Data) -> Data:
    return {"Resources": {"Probe": {"Type": kind, "Properties": properties}}}


def leave_out(template: Data) -> tuple[Data, list[Omission]]:
    """Return the template without what the emulator lacks, and what that is."""
    omissions = [
        omission
        for name, resource in template["Resources"].items()
        if (omission := _omission(name, resource))
    ]
    omitted = {omission.resource: f"left-out-{omission.resource}" for omission in omissions}
    attributes = _attributes(template)
    if not omitted and not attributes:
        return template, []
    return intrinsics.without_attributes(_without(template, omitted), attributes), omissions


def _attributes(template: Data) -> dict[tuple[str, str], Any]:
    """Return what stands in for attributes that are used, by resource and attribute."""
    found = {}
    for name, resource in template["Resources"].items():
        for (kind, attribute), substitutes in ATTRIBUTES.items():
            if resource["Type"] == kind and intrinsics.uses(template, name, attribute):
                value = substitutes.get("value") or resource["Properties"][substitutes["property"]]
                found[name, attribute] = value
    return found


def _omission(name: str, resource: Data) -> Omission | None:
    kind = resource["Type"]
    if kind in TYPES:
        return Omission(name, kind, TYPES[kind])
    for feature in FEATURES:
        if feature.type == kind and feature.used(resource.get("Properties", {})):
            return Omission(name, feature.name, feature.consequence)
    return None


def _without(template: Data, omitted: dict[str, str]) -> Data:
    data = copy.deepcopy(template)
    data["Resources"] = {
        name: _independent(each, omitted)
        for name, each in data["Resources"].items()
        if name not in omitted
    }
    return {key: intrinsics.without(value, omitted) for key, value in data.items()}


def _independent(resource: Data, omitted: dict[str, str]) -> Data:
    """Return a resource that does not wait for what is gone."""
    depends = resource.pop("DependsOn", [])
    names = [depends] if isinstance(depends, str) else depends
    kept = [name for name in names if name not in omitted]
    return {**resource, "DependsOn": kept} if kept else resource
