"""What CloudFormation reads with the deployer's permissions to fill in a template's values."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from pipeline.review.deployer.names import Names
from pipeline.review.deployer.patterns import ANY

# https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references-ssm.html
# https://docs.aws.amazon.com/autoscaling/ec2/userguide/using-systems-manager-parameters.html
_PARAMETER = re.compile(r"resolve:ssm(?:-secure)?:((?:\$\{[\w:]+\}|[\w./*-])+)")
# https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references-secretsmanager.html
_PART = r"(?:\$\{[\w:]+\}|[^:}$])"  # of an ARN or a name, filled in or not
_SECRET = re.compile(rf"\{{\{{resolve:secretsmanager:(arn:{_PART}*(?::{_PART}*){{5}}|{_PART}+)")
_SSM_VALUE = re.compile(r"AWS::SSM::Parameter::Value<(.*)>")
_PUBLIC = "/aws/service/"
# The values of these parameters are looked up.
# https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-supplied-parameter-types.html
_LOOKED_UP = {
    "AWS::EC2::AvailabilityZone::Name": "ec2:DescribeAvailabilityZones",
    "AWS::EC2::Image::Id": "ec2:DescribeImages",
    "AWS::EC2::Instance::Id": "ec2:DescribeInstances",
    "AWS::EC2::KeyPair::KeyName": "ec2:DescribeKeyPairs",
    "AWS::EC2::SecurityGroup::Id": "ec2:DescribeSecurityGroups",
    "AWS::EC2::Subnet::Id": "ec2:DescribeSubnets",
    "AWS::EC2::VPC::Id": "ec2:DescribeVpcs",
    "AWS::EC2::Volume::Id": "ec2:DescribeVolumes",
    "AWS::Route53::HostedZone::Id": "route53:ListHostedZones",
}
# https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-getavailabilityzones.html
_ZONES = ("ec2:DescribeAccountAttributes", "ec2:DescribeAvailabilityZones", "ec2:DescribeSubnets")


def template_reads(data: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield actions with their ARNs: parameter types, dynamic references, and `Fn::GetAZs`."""
    for parameter in data.get("Parameters", {}).values():
        type_, default = str(parameter.get("Type")), str(parameter.get("Default", ""))
        if stored := _SSM_VALUE.fullmatch(type_):
            type_ = stored[1]
            yield "ssm:GetParameters", _parameter(default)
        type_ = type_.removeprefix("List<").removesuffix(">")
        if type_ in _LOOKED_UP:
            yield _LOOKED_UP[type_], ANY
    names = Names(data)
    yield from _references(names, data.get("Resources", {}))


def _references(names: Names, value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        if "Fn::GetAZs" in value:
            yield from ((action, ANY) for action in _ZONES)
        if value.keys() <= {"Fn::Sub", "Fn::Join"}:
            value = names.pattern(value)
    if isinstance(value, str):
        for found in _PARAMETER.finditer(value):
            yield "ssm:GetParameters", _parameter(found[1])
        for found in _SECRET.finditer(value):
            yield "secretsmanager:GetSecretValue", _secret(found[1])
    elif isinstance(value, (dict, list)):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _references(names, item)


def _parameter(name: str) -> str:
    """Return the ARN of a parameter; of AWS's own, all that are kept beside it."""
    if name.startswith(_PUBLIC):
        return f"arn:${{AWS::Partition}}:ssm:${{AWS::Region}}::parameter{name.rpartition('/')[0]}/*"
    here = "ssm:${AWS::Region}:${AWS::AccountId}"
    return f"arn:${{AWS::Partition}}:{here}:parameter/{name.lstrip('/') or ANY}"


def _secret(name: str) -> str:
    """Return the ARN of a secret, whose name is followed by a hyphen and six characters.

    https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_iam-policies.html
    """
    if name.startswith("arn:"):
        return name
    here = "secretsmanager:${AWS::Region}:${AWS::AccountId}"
    return f"arn:${{AWS::Partition}}:{here}:secret:{name}-??????"
