"""What CloudFormation reads for the deployer: parameter types, references and zones."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.review.deployer.reads import template_reads

SSM = "arn:${AWS::Partition}:ssm:${AWS::Region}"
SECRETS = "arn:${AWS::Partition}:secretsmanager:${AWS::Region}:${AWS::AccountId}:secret"
ACCOUNT = "${AWS::AccountId}"


@pytest.mark.parametrize(
    ("parameter", "expected"),
    [
        ({"Type": "String"}, []),
        ({"Type": "AWS::EC2::VPC::Id"}, [("ec2:DescribeVpcs", "*")]),
        ({"Type": "List<AWS::EC2::Subnet::Id>"}, [("ec2:DescribeSubnets", "*")]),
        (
            {"Type": "AWS::SSM::Parameter::Value<String>", "Default": "/shop/version"},
            [("ssm:GetParameters", f"{SSM}:{ACCOUNT}:parameter/shop/version")],
        ),
        (
            {"Type": "AWS::SSM::Parameter::Value<String>", "Default": "version"},
            [("ssm:GetParameters", f"{SSM}:{ACCOUNT}:parameter/version")],
        ),
        (
            {"Type": "AWS::SSM::Parameter::Value<String>"},
            [("ssm:GetParameters", f"{SSM}:{ACCOUNT}:parameter/*")],
        ),
        (
            {
                "Type": "AWS::SSM::Parameter::Value<AWS::EC2::Image::Id>",
                "Default": "/aws/service/ami-amazon-linux-latest/al2023",
            },
            [
                (
                    "ssm:GetParameters",
                    f"{SSM}::parameter/aws/service/ami-amazon-linux-latest/*",
                ),
                ("ec2:DescribeImages", "*"),
            ],
        ),
        (
            {"Type": "AWS::SSM::Parameter::Value<List<AWS::EC2::Subnet::Id>>", "Default": "/a"},
            [
                ("ssm:GetParameters", f"{SSM}:{ACCOUNT}:parameter/a"),
                ("ec2:DescribeSubnets", "*"),
            ],
        ),
    ],
)
def test_parameters(parameter: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    assert list(template_reads({"Parameters": {"P": parameter}})) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("plain", []),
        ("{{resolve:ssm:/a}}", [("ssm:GetParameters", f"{SSM}:{ACCOUNT}:parameter/a")]),
        ("{{resolve:ssm-secure:/a:3}}", [("ssm:GetParameters", f"{SSM}:{ACCOUNT}:parameter/a")]),
        (
            "{{resolve:ssm:/a}}-{{resolve:ssm:/b}}",
            [
                ("ssm:GetParameters", f"{SSM}:{ACCOUNT}:parameter/a"),
                ("ssm:GetParameters", f"{SSM}:{ACCOUNT}:parameter/b"),
            ],
        ),
        (
            "{{resolve:secretsmanager:shop:SecretString:key}}",
            [("secretsmanager:GetSecretValue", f"{SECRETS}:shop-??????")],
        ),
        (
            "{{resolve:secretsmanager:arn:aws:secretsmanager:eu-west-1:123456789012:secret:a-b}}",
            [
                (
                    "secretsmanager:GetSecretValue",
                    "arn:aws:secretsmanager:eu-west-1:123456789012:secret:a-b",
                )
            ],
        ),
        (
            {"Fn::Sub": "{{resolve:ssm:/a/${AWS::StackName}}}"},
            [("ssm:GetParameters", f"{SSM}:{ACCOUNT}:parameter/a/${{StackName}}")],
        ),
        (
            {"Fn::Join": ["", ["{{resolve:ssm:/a/", {"Ref": "AWS::StackName"}, "}}"]]},
            [("ssm:GetParameters", f"{SSM}:{ACCOUNT}:parameter/a/${{StackName}}")],
        ),
        (
            {"Fn::Sub": "{{resolve:ssm:/a/${Stage}/b:1}}"},
            [("ssm:GetParameters", f"{SSM}:{ACCOUNT}:parameter/a/*/b")],
        ),
        (
            {"Fn::Sub": "{{resolve:secretsmanager:shop-${AWS::StackName}:SecretString:a}}"},
            [("secretsmanager:GetSecretValue", f"{SECRETS}:shop-${{StackName}}-??????")],
        ),
        (
            {"Fn::Sub": "{{resolve:secretsmanager:arn:${AWS::Partition}:a:${AWS::Region}:1:b:c}}"},
            [
                (
                    "secretsmanager:GetSecretValue",
                    "arn:${AWS::Partition}:a:${AWS::Region}:1:b:c",
                )
            ],
        ),
        (
            {"a": [{"b": "{{resolve:ssm:/a}}"}]},
            [("ssm:GetParameters", f"{SSM}:{ACCOUNT}:parameter/a")],
        ),
        (
            {"Fn::Select": [0, {"Fn::GetAZs": ""}]},
            [
                ("ec2:DescribeAccountAttributes", "*"),
                ("ec2:DescribeAvailabilityZones", "*"),
                ("ec2:DescribeSubnets", "*"),
            ],
        ),
        (5, []),
        (None, []),
    ],
)
def test_values(value: Any, expected: list[tuple[str, str]]) -> None:
    resource = {"Type": "AWS::SNS::Topic", "Properties": {"DisplayName": value}}
    assert list(template_reads({"Resources": {"R": resource}})) == expected
