"""What AWS's property documentation says of updates, and the registry's schemas do not.

Each entry has the page it was taken from. Everything else follows from `createOnlyProperties`.
"""

from typing import NamedTuple

_PAGES = "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/"
GROUP = "AWS::AutoScaling::AutoScalingGroup"
LAUNCH_TEMPLATE = "AWS::EC2::LaunchTemplate"
ANOTHER_VPC = "refused if the VPC is another one: a load balancer stays in its VPC"


class Rule(NamedTuple):
    """The effect of changing a property, by its name in `Effect`; why; and the page."""

    effect: str
    reason: str
    page: str


def _page(name: str) -> str:
    return f"{_PAGES}{name}.html"


_GROUP = _page("aws-resource-autoscaling-autoscalinggroup")
_POLICY = (
    "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-attribute-updatepolicy.html"
)
_MODIFY = "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_ModifyDBInstance.html"
_REPLACED = "documented as create-only"
_FIXED = "KMS refuses to change it on a key that exists"
_OUTAGE = "RDS documents an outage during the change"
_LOG_GROUP = (
    "https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html"
)
_EIP = "the address is associated anew"

PROPERTIES: dict[str, dict[str, Rule]] = {
    GROUP: {
        "LaunchTemplate": Rule("ROLL", "what instances are made of", _POLICY),
        "LaunchConfigurationName": Rule("ROLL", "what instances are made of", _POLICY),
        "MixedInstancesPolicy": Rule("ROLL", "what instances are made of", _POLICY),
        "VPCZoneIdentifier": Rule("ROLL", "where instances are", _POLICY),
        "PlacementGroup": Rule("ROLL", "where instances are", _POLICY),
        "AvailabilityZones": Rule("NONE", "the group balances over the new zones", _GROUP),
    },
    "AWS::CertificateManager::Certificate": {
        "ValidationMethod": Rule(
            "REPLACE", _REPLACED, _page("aws-resource-certificatemanager-certificate")
        ),
    },
    "AWS::EC2::EIP": {
        "Domain": Rule("REPLACE", _REPLACED, _page("aws-resource-ec2-eip")),
        "InstanceId": Rule("INTERRUPTION", _EIP, _page("aws-resource-ec2-eip")),
        "PublicIpv4Pool": Rule("INTERRUPTION", _EIP, _page("aws-resource-ec2-eip")),
        "Tags": Rule("INTERRUPTION", _EIP, _page("aws-resource-ec2-eip")),
    },
    "AWS::KMS::Key": {
        "KeySpec": Rule("REFUSED", _FIXED, _page("aws-resource-kms-key")),
        "KeyUsage": Rule("REFUSED", _FIXED, _page("aws-resource-kms-key")),
        "MultiRegion": Rule("REFUSED", _FIXED, _page("aws-resource-kms-key")),
        "Origin": Rule("REFUSED", _FIXED, _page("aws-resource-kms-key")),
    },
    "AWS::Logs::LogGroup": {
        "LogGroupClass": Rule("REFUSED", "a log group keeps the class of its creation", _LOG_GROUP),
    },
    "AWS::RDS::DBInstance": {
        "DBInstanceClass": Rule("INTERRUPTION", _OUTAGE, _MODIFY),
        "EngineVersion": Rule("INTERRUPTION", _OUTAGE, _MODIFY),
    },
    "AWS::Route53::RecordSet": {
        "Name": Rule("REPLACE", _REPLACED, _page("aws-resource-route53-recordset")),
    },
}

# Attributes that an update in place gives another value, with what must change for it.
CHANGING_ATTRIBUTES: dict[str, dict[str, str]] = {
    LAUNCH_TEMPLATE: {
        "LatestVersionNumber": "LaunchTemplateData",
        "DefaultVersionNumber": "LaunchTemplateData",
    },
}
