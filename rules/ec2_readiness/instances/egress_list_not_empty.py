"""An empty list closes nothing."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import SECURITY_GROUP, Finding, Resource, Rule, aws


class EgressListNotEmpty(Rule):
    id = "WR9422"
    shortdesc = "An empty egress list is not written"
    description = (
        "An empty SecurityGroupEgress does not close the group: CloudFormation leaves the "
        "default rule, which lets everything out, though the template reads as if nothing went "
        "out."
    )
    instead = "Leave the property out, or write the rules that are meant"
    source_url = aws(
        "AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-securitygroup.html"
    )
    tags = ["network", "security"]
    types = (SECURITY_GROUP,)

    def check(self, resource: Resource) -> Iterator[Finding]:
        if resource.get("SecurityGroupEgress") == []:
            yield resource.finding("The egress list is empty", "SecurityGroupEgress")
