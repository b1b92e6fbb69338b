"""Resources of types that the sheet cannot speak of, such as those of a team's own partials."""

from __future__ import annotations

from pipeline.review.sheet.stack import Stack

# The types of the shipped partials, and those beside a team's database, queue or file system: what
# they cost and hold is in the sheet, or they are free and hold nothing.
_KNOWN = {
    "AutoScaling": "AutoScalingGroup ScalingPolicy ScheduledAction WarmPool",
    "CertificateManager": "Certificate",
    "Chatbot": "MicrosoftTeamsChannelConfiguration SlackChannelConfiguration",
    "CloudFormation": "WaitConditionHandle",
    "CloudWatch": "Alarm AlarmMuteRule CompositeAlarm Dashboard LogAlarm",
    "EC2": "EIP FlowLog InternetGateway LaunchTemplate NatGateway Route RouteTable SecurityGroup "
    "SecurityGroupEgress SecurityGroupIngress Subnet SubnetRouteTableAssociation VPC VPCCidrBlock "
    "VPCEndpoint VPCGatewayAttachment",
    "EFS": "AccessPoint MountTarget",
    "ElastiCache": "ParameterGroup SubnetGroup",
    "ElasticLoadBalancingV2": "Listener ListenerCertificate ListenerRule LoadBalancer TargetGroup",
    "IAM": "InstanceProfile ManagedPolicy Policy Role",
    "KMS": "Alias Key",
    "Logs": "LogGroup MetricFilter QueryDefinition",
    "RDS": "DBClusterParameterGroup DBParameterGroup DBSubnetGroup OptionGroup",
    "Route53": "RecordSet",
    "S3": "Bucket BucketPolicy",
    "SNS": "Subscription Topic TopicPolicy",
    "SQS": "QueuePolicy",
    "WAFv2": "LoggingConfiguration WebACL WebACLAssociation",
}
_TYPES = {f"AWS::{service}::{each}" for service, names in _KNOWN.items() for each in names.split()}


def others(stack: Stack) -> dict[str, list[str]]:
    """Return the names of the resources that are not known here, by their type."""
    found: dict[str, list[str]] = {}
    for name, resource in stack.resources.items():
        type_ = str(resource.get("Type"))
        if type_ not in _TYPES:
            found.setdefault(type_, []).append(name)
    return found
