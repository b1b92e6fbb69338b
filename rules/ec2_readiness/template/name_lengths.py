"""How long names may be."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ec2_readiness.engine import Finding, Resource, Rule, Text, Value, aws

LIMITS = {
    "AWS::ElasticLoadBalancingV2::LoadBalancer": (
        "Name",
        32,
        r"^(?!internal-)[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?$",
    ),
    "AWS::ElasticLoadBalancingV2::TargetGroup": (
        "Name",
        32,
        r"^[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?$",
    ),
    "AWS::ElasticLoadBalancing::LoadBalancer": (
        "LoadBalancerName",
        32,
        r"^[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?$",
    ),
    "AWS::IAM::Role": ("RoleName", 64, r"^[\w+=,.@-]+$"),
    "AWS::IAM::InstanceProfile": ("InstanceProfileName", 128, r"^[\w+=,.@-]+$"),
    "AWS::EC2::LaunchTemplate": ("LaunchTemplateName", 128, r"^[A-Za-z0-9().\-/_]{3,}$"),
    "AWS::EC2::SecurityGroup": ("GroupName", 255, r"^(?!sg-)[\x20-\x7e]+$"),
    "AWS::SNS::Topic": ("TopicName", 256, r"^[\w-]+(?:\.fifo)?$"),
    "AWS::CloudWatch::Alarm": ("AlarmName", 255, r"^[^\x00-\x1f]+$"),
    "AWS::AutoScaling::AutoScalingGroup": ("AutoScalingGroupName", 255, r"^[^:]+$"),
    "AWS::Logs::LogGroup": ("LogGroupName", 512, r"^[.\-_/#A-Za-z0-9]+$"),
}


class NameLengths(Rule):
    id = "ER9908"
    shortdesc = "Names are within the service's limits"
    description = (
        "Load balancers and target groups have names of at most 32 letters, digits and hyphens, "
        "roles of 64 characters; AWS refuses longer ones and other characters."
    )
    instead = "Shorten the name, or leave it out"
    source_url = aws("elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html")
    tags = ["template", "limits"]
    types = tuple(LIMITS)

    def check(self, resource: Resource) -> Iterator[Finding]:
        key, most, pattern = LIMITS[resource.type]
        value = resource.get(key)
        least = self._least(value)
        if least > most:
            yield resource.finding(
                f"The name has at least {least} characters, {most} are allowed", key
            )
        elif (
            isinstance(value, str) and value and "${" not in value and not re.match(pattern, value)
        ):
            yield resource.finding(f"{value!r} has characters that are not allowed", key)

    @staticmethod
    def _least(value: Value) -> int:
        """A hole is one character at least."""
        parts = value.parts if isinstance(value, Text) else (value,)
        return sum(len(part) if isinstance(part, str) else 1 for part in parts)
