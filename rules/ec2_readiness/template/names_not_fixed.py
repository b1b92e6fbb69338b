"""Names that stand in the way of a replacement."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ec2_readiness.engine import Finding, Resource, Rule, aws

NAMES = {
    "AWS::AutoScaling::AutoScalingGroup": "AutoScalingGroupName",
    "AWS::AutoScaling::LaunchConfiguration": "LaunchConfigurationName",
    "AWS::EC2::LaunchTemplate": "LaunchTemplateName",
    "AWS::EC2::SecurityGroup": "GroupName",
    "AWS::ElasticLoadBalancingV2::LoadBalancer": "Name",
    "AWS::ElasticLoadBalancingV2::TargetGroup": "Name",
    "AWS::ElasticLoadBalancing::LoadBalancer": "LoadBalancerName",
    "AWS::CloudWatch::Alarm": "AlarmName",
    "AWS::CloudWatch::CompositeAlarm": "AlarmName",
    "AWS::IAM::InstanceProfile": "InstanceProfileName",
    "AWS::IAM::Role": "RoleName",
    "AWS::IAM::ManagedPolicy": "ManagedPolicyName",
    "AWS::SNS::Topic": "TopicName",
    "AWS::S3::Bucket": "BucketName",
}
KEPT = {"AWS::Logs::LogGroup": "LogGroupName"}


class NamesNotFixed(Rule):
    id = "WR9907"
    shortdesc = "Resources have no fixed names"
    description = (
        "A fixed name keeps a second stack from being created in the account, and a change that "
        "replaces the resource from being deployed; with Retain it collides with what the last "
        "stack left behind."
    )
    instead = "Leave the name out, or build it from ${AWS::StackName}"
    assumes = "the template is deployed more than once, or changed"
    source_url = aws("AWSCloudFormation/latest/TemplateReference/aws-properties-name.html")
    tags = ["template"]
    types = (*NAMES, *KEPT)

    def check(self, resource: Resource) -> Iterator[Finding]:
        if resource.type in KEPT and resource.part("DeletionPolicy") != "Retain":
            return
        key = NAMES.get(resource.type) or KEPT[resource.type]
        source = (
            resource.view.template["Resources"][resource.name]["Properties"]
            if resource.properties
            else {}
        )
        if self._is_fixed(source.get(key) if isinstance(source, dict) else None):
            yield resource.finding(f"The name {resource.string(key)!r} is fixed", key)

    @staticmethod
    def _is_fixed(source: Any) -> bool:
        if isinstance(source, dict) and set(source) == {"Fn::Sub"}:
            source = source["Fn::Sub"]
        return isinstance(source, str) and "${" not in source and "{{" not in source
