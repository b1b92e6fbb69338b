"""Where a secure string may be used."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import Finding, Rule, View, aws, holes


class NoSecureString(Rule):
    id = "ER9413"
    shortdesc = "A secure string is referred to only where CloudFormation resolves it"
    description = (
        "{{resolve:ssm-secure:...}} is supported in a short list of properties. In a launch "
        "template, in metadata or in an alarm the stack operation fails."
    )
    instead = "Let the instance read the parameter when it boots, or use Secrets Manager"
    source_url = aws(
        "AWSCloudFormation/latest/UserGuide/dynamic-references-ssm-secure-strings.html"
    )
    tags = ["instances", "security"]
    types = (
        "AWS::EC2::LaunchTemplate",
        "AWS::AutoScaling::LaunchConfiguration",
        "AWS::AutoScaling::AutoScalingGroup",
        "AWS::CloudWatch::Alarm",
        "AWS::ElasticLoadBalancingV2::Listener",
        "AWS::SNS::Subscription",
    )

    def check_view(self, view: View) -> Iterator[Finding]:
        for resource in view.of(*self.types):
            for key, value in resource.body.items():
                if any(hole.key.startswith("{{resolve:ssm-secure") for hole in holes(value)):
                    yield resource.finding_at("A secure string is not resolved here", key)
