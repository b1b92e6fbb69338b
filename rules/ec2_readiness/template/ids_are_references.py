"""Logical ids that are written where a reference is meant."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ec2_readiness.engine import Finding, Rule, Value, View, aws

GROUPS = ("AWS::EC2::SecurityGroup",)
SUBNETS = ("AWS::EC2::Subnet",)
KEYS = ("AWS::KMS::Key", "AWS::KMS::Alias")
CALLED = ("AWS::SNS::Topic", "AWS::AutoScaling::ScalingPolicy")
ROLES = ("AWS::IAM::Role",)
# What a property names, by its key.
NAMED: dict[str, tuple[str, ...]] = {
    "AutoScalingGroupName": ("AWS::AutoScaling::AutoScalingGroup",),
    "LogGroupName": ("AWS::Logs::LogGroup",),
    "LogGroupNames": ("AWS::Logs::LogGroup",),
    "KmsKeyId": KEYS,
    "KmsMasterKeyId": KEYS,
    "KMSMasterKeyID": KEYS,
    "TopicArn": ("AWS::SNS::Topic",),
    "TopicARN": ("AWS::SNS::Topic",),
    "Topics": ("AWS::SNS::Topic",),
    "AlarmActions": CALLED,
    "OKActions": CALLED,
    "InsufficientDataActions": CALLED,
    "ActionsSuppressor": ("AWS::CloudWatch::Alarm", "AWS::CloudWatch::CompositeAlarm"),
    "TargetGroupArn": ("AWS::ElasticLoadBalancingV2::TargetGroup",),
    "TargetGroupARNs": ("AWS::ElasticLoadBalancingV2::TargetGroup",),
    "LoadBalancerArn": ("AWS::ElasticLoadBalancingV2::LoadBalancer",),
    "LoadBalancerNames": ("AWS::ElasticLoadBalancing::LoadBalancer",),
    "ListenerArn": ("AWS::ElasticLoadBalancingV2::Listener",),
    "ResourceArn": ("AWS::ElasticLoadBalancingV2::LoadBalancer",),
    "WebACLArn": ("AWS::WAFv2::WebACL",),
    "CertificateArn": ("AWS::CertificateManager::Certificate",),
    "SecurityGroups": GROUPS,
    "SecurityGroupIds": GROUPS,
    "Groups": GROUPS,
    "GroupId": GROUPS,
    "SourceSecurityGroupId": GROUPS,
    "DestinationSecurityGroupId": GROUPS,
    "VpcId": ("AWS::EC2::VPC",),
    "SubnetId": SUBNETS,
    "Subnets": SUBNETS,
    "SubnetIds": SUBNETS,
    "VPCZoneIdentifier": SUBNETS,
    "RouteTableId": ("AWS::EC2::RouteTable",),
    "RouteTableIds": ("AWS::EC2::RouteTable",),
    "GatewayId": ("AWS::EC2::InternetGateway",),
    "InternetGatewayId": ("AWS::EC2::InternetGateway",),
    "NatGatewayId": ("AWS::EC2::NatGateway",),
    "Roles": ROLES,
    "RoleName": ROLES,
    "RoleARN": ROLES,
    "RoleArn": ROLES,
    "Arn": ("AWS::IAM::InstanceProfile",),
    "Name": ("AWS::IAM::InstanceProfile",),
    "IamInstanceProfile": ("AWS::IAM::InstanceProfile",),
    "Bucket": ("AWS::S3::Bucket",),
    "LaunchTemplateId": ("AWS::EC2::LaunchTemplate",),
    "LaunchTemplateName": ("AWS::EC2::LaunchTemplate",),
    "Version": ("AWS::EC2::LaunchTemplate",),
    "Resource": (
        *("AWS::SNS::Topic", "AWS::S3::Bucket", "AWS::Logs::LogGroup", "AWS::KMS::Key"),
        "AWS::SQS::Queue",
    ),
    "Value": (
        "AWS::AutoScaling::AutoScalingGroup",
        "AWS::ElasticLoadBalancingV2::LoadBalancer",
        "AWS::ElasticLoadBalancingV2::TargetGroup",
        "AWS::SNS::Topic",
        "AWS::S3::Bucket",
    ),
}
Place = tuple["str | int", ...]


class IdsAreReferences(Rule):
    id = "WR9924"
    shortdesc = "A resource of the template is referred to, not named by its logical id"
    description = (
        "A logical id is a name within the template only: the service knows no key, topic or group "
        "of that name, and CloudFormation does not create the resource first."
    )
    instead = "Write !Ref or !GetAtt with the logical id"
    assumes = "nothing that exists happens to have the logical id as its name"
    source_url = aws(
        "AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-ref.html"
    )
    tags = ["template"]

    def check_view(self, view: View) -> Iterator[Finding]:
        for resource in view.resources.values():
            for place, name in self._named(resource.properties, (), "", view):
                if view.resources[name].type != resource.type:
                    text = f"{name} is a resource of this template"
                    yield resource.finding(text, *place)

    def _named(
        self, value: Value, place: Place, key: str, view: View
    ) -> Iterator[tuple[Place, str]]:
        """Each place below a value where an id is the whole text, with the id."""
        if isinstance(value, str):
            if value in view.resources and view.resources[value].type in NAMED.get(key, ()):
                yield place, value
            return
        children: Any = value.items() if isinstance(value, dict) else ()
        for inner, child in enumerate(value) if isinstance(value, list) else children:
            name = key if isinstance(inner, int) else inner
            wanted = isinstance(child, (dict, list)) or (isinstance(child, str) and name in NAMED)
            if inner != "Tags" and wanted:
                yield from self._named(child, (*place, inner), name, view)
