"""What an alarm can call."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import ALARM, COMPOSITE, Finding, Resource, Rule, aws, called

TYPES = (
    "AWS::SNS::Topic",
    "AWS::AutoScaling::ScalingPolicy",
    "AWS::ApplicationAutoScaling::ScalingPolicy",
    "AWS::Lambda::Function",
    "AWS::Lambda::Alias",
    "AWS::Lambda::Version",
    "AWS::Serverless::Function",
    "AWS::SSMIncidents::ResponsePlan",
    "AWS::AIOps::InvestigationGroup",
)
ARNS = ("", "Arn", "TopicArn", "PolicyARN")


class ActionIsCallable(Rule):
    id = "ER9605"
    shortdesc = "An alarm's actions are ARNs of what an alarm can call"
    description = (
        "An alarm calls topics, scaling policies, Lambda functions, investigations and a few EC2 "
        "and Systems Manager actions, each by its ARN; CloudWatch refuses anything else."
    )
    instead = "Write AlarmActions: [!Ref <topic>]"
    source_url = aws("AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html")
    tags = ["alarms"]
    types = (ALARM, COMPOSITE)

    def check(self, resource: Resource) -> Iterator[Finding]:
        for place, action in called(resource):
            target = resource.view.target(action)
            if isinstance(action, str) and not action.startswith("arn:"):
                yield resource.finding(f"{action!r} is no ARN", *place)
            if target is None:
                continue
            if target.is_other_than(*TYPES):
                yield resource.finding(f"{target.name} is of type {target.type}", *place)
            elif target.type in TYPES and action.attribute not in ARNS:
                yield resource.finding(f"{action.shown()} is no ARN", *place)
