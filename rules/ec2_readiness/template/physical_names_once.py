"""Two resources of one name."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import Finding, Rule, View, aws, shown

NAMES = {
    "AWS::Logs::LogGroup": "LogGroupName",
    "AWS::CloudWatch::Alarm": "AlarmName",
    "AWS::CloudWatch::CompositeAlarm": "AlarmName",
    "AWS::ElasticLoadBalancingV2::LoadBalancer": "Name",
    "AWS::ElasticLoadBalancingV2::TargetGroup": "Name",
    "AWS::AutoScaling::AutoScalingGroup": "AutoScalingGroupName",
    "AWS::EC2::LaunchTemplate": "LaunchTemplateName",
    "AWS::SNS::Topic": "TopicName",
    "AWS::SQS::Queue": "QueueName",
    "AWS::IAM::Role": "RoleName",
    "AWS::KMS::Alias": "AliasName",
}


class PhysicalNamesOnce(Rule):
    id = "ER9917"
    shortdesc = "Two resources do not have one name"
    description = (
        "Log groups, alarms, load balancers, target groups, roles and the like have a name of "
        "their own in a region: the second one is refused, or takes the place of the first."
    )
    instead = "Leave the name out of one"
    source_url = aws("AWSCloudFormation/latest/TemplateReference/aws-properties-name.html")
    tags = ["template"]

    def check_view(self, view: View) -> Iterator[Finding]:
        for kind, key in NAMES.items():
            seen: dict[str, str] = {}
            for resource in view.of(kind):
                name = shown(resource.get(key))
                if (
                    name
                    and "?" not in name
                    and seen.setdefault(name, resource.name) != resource.name
                ):
                    yield resource.finding(f"{seen[name]} has the name {name!r}", key)
