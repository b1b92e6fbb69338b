"""A policy on a resource that has none."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import GROUP, Finding, Rule, View, aws

SIGNALLED = (GROUP, "AWS::EC2::Instance", "AWS::CloudFormation::WaitCondition")


class PolicyOfResource(Rule):
    id = "ER9231"
    shortdesc = "CreationPolicy and UpdatePolicy stand on resources that have them"
    description = (
        "CloudFormation refuses a CreationPolicy with ResourceSignal on anything but a group, "
        "an instance or a wait condition, and AutoScaling policies of an update on anything "
        "but a group."
    )
    instead = "Put the policy on the Auto Scaling group"
    source_url = aws("AWSCloudFormation/latest/TemplateReference/aws-attribute-creationpolicy.html")
    tags = ["deployment"]

    def check_view(self, view: View) -> Iterator[Finding]:
        for resource in view.resources.values():
            if not resource.is_other_than(*SIGNALLED):
                continue
            if resource.part("CreationPolicy", "ResourceSignal") is not None:
                yield resource.finding_at(f"{resource.type} takes no signals", "CreationPolicy")
            update = resource.part("UpdatePolicy")
            rolling = (
                [key for key in update if key.startswith("AutoScaling")]
                if isinstance(update, dict)
                else []
            )
            if rolling and resource.type != GROUP:
                yield resource.finding_at(f"{resource.type} has no {rolling[0]}", "UpdatePolicy")
