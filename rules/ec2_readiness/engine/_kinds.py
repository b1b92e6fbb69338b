"""Which resources hand on values that can be anything, and which kinds this pack knows."""

from __future__ import annotations

# What they return was made by another template, a function or a person: an ARN of any kind.
_ELSEWHERE = (
    "AWS::CloudFormation::Stack",
    "AWS::CloudFormation::CustomResource",
    "AWS::CloudFormation::WaitCondition",
    "AWS::CloudFormation::WaitConditionHandle",
    "AWS::Serverless::Application",
    "AWS::ServiceCatalog::CloudFormationProvisionedProduct",
    "AWS::SSM::Parameter",
)

# The services whose resource types are all known here, so that one of another kind is wrong.
_KNOWN = (
    "AWS::ApplicationAutoScaling::",
    "AWS::AutoScaling::",
    "AWS::CertificateManager::",
    "AWS::CloudWatch::",
    "AWS::EC2::",
    "AWS::ECS::",
    "AWS::ElasticLoadBalancing::",
    "AWS::ElasticLoadBalancingV2::",
    "AWS::IAM::",
    "AWS::KMS::",
    "AWS::Lambda::",
    "AWS::Logs::",
    "AWS::RDS::",
    "AWS::Route53::",
    "AWS::S3::",
    "AWS::SNS::",
    "AWS::SQS::",
    "AWS::WAFv2::",
)


def hands_on_anything(kind: str) -> bool:
    """A nested stack, a custom resource, a module, a third-party type, a stored parameter."""
    return kind in _ELSEWHERE or not kind.startswith("AWS::") or kind.endswith("::MODULE")


def is_known_kind(kind: str) -> bool:
    """The type is of a service that this pack knows whole."""
    return kind.startswith(_KNOWN)
