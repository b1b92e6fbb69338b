"""What the emulator does not support: left out of the deployed copy and listed in the report.

The list is tested in both directions: a test fails for an entry that the emulator supports by now,
and a deployment fails for an unsupported type that is not listed.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.deploy.stack import intrinsics

Data = dict[str, Any]

TYPES = {
    "AWS::AutoScaling::WarmPool": "only the rendered template is checked",
    "AWS::Chatbot::MicrosoftTeamsChannelConfiguration": "no message is sent to Teams",
    "AWS::Chatbot::SlackChannelConfiguration": "no message is sent to Slack",
    "AWS::CloudWatch::AlarmMuteRule": "no message is muted",
    "AWS::CloudWatch::CompositeAlarm": "its rule is not evaluated",
    "AWS::CloudWatch::LogAlarm": "its query is not run",
    "AWS::EC2::EIP": "the NAT gateway has no address",
    "AWS::EC2::EgressOnlyInternetGateway": "no IPv6 traffic to the internet",
    "AWS::EC2::FlowLog": "the VPC's traffic is not logged",
    "AWS::EC2::NatGateway": "private subnets have no route to the internet",
    "AWS::EC2::NetworkAcl": "no traffic is filtered",
    "AWS::EC2::SecurityGroupEgress": "only rules within the security group are checked",
    "AWS::EC2::SecurityGroupIngress": "only rules within the security group are checked",
    "AWS::EC2::VPCCidrBlock": "the VPC has no IPv6 addresses",
    "AWS::ElasticLoadBalancingV2::ListenerCertificate": "only the first certificate is checked",
    "AWS::Logs::QueryDefinition": "saved queries are not created",
    "AWS::WAFv2::LoggingConfiguration": "the web ACL logs nothing",
    "AWS::WAFv2::WebACLAssociation": "the web ACL is created but not associated",
}


# Attributes that the emulator does not return, each with its substitute.
ATTRIBUTES: dict[tuple[str, str], Any] = {
    ("AWS::EC2::VPC", "CidrBlock"): {"property": "CidrBlock"},
    ("AWS::EC2::VPC", "Ipv6CidrBlocks"): {"value": ["2001:db8::/56"]},
}


@dataclass(frozen=True)
class Feature:
    """A feature of a supported type that the emulator rejects, and a resource that uses it."""

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
        "evaluated by these tests instead",
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
    """A resource that was left out of the deployed copy, and the consequence."""

    resource: str
    what: str
    consequence: str

    def __str__(self) -> str:
        return f"{self.resource} ({self.what}): {self.consequence}"


def probes() -> dict[str, tuple[Data, str]]:
    """Return, for each entry, a template that the emulator rejects, and its error message."""
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
    """Return a template in which a subnet reads an attribute of a VPC."""
    given = {"Fn::Select": [0, {"Fn::GetAtt": ["Probe", attribute]}]}
    value = given if attribute.endswith("s") else {"Fn::GetAtt": ["Probe", attribute]}
    subnet = {"VpcId": {"Ref": "Probe"}, "CidrBlock": value}
    template = _template(kind, {"CidrBlock": "10.0.0.0/16"})
    template["Resources"]["Asking"] = {"Type": "AWS::EC2::Subnet", "Properties": subnet}
    return template


def _template(kind: str, properties: Data) -> Data:
    return {"Resources": {"Probe": {"Type": kind, "Properties": properties}}}


def leave_out(template: Data) -> tuple[Data, list[Omission]]:
    """Return the template without what the emulator does not support, and what was left out."""
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
    """Return the substitutes of the attributes that a template reads."""
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
    """Return a resource without its dependencies on omitted resources."""
    depends = resource.pop("DependsOn", [])
    names = [depends] if isinstance(depends, str) else depends
    kept = [name for name in names if name not in omitted]
    return {**resource, "DependsOn": kept} if kept else resource
