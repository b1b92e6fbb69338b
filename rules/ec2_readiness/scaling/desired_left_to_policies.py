"""A size that each deploy puts back."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import GROUP, Finding, Resource, Rule, aws, policies_of, schedules_of


class DesiredLeftToPolicies(Rule):
    id = "WR9304"
    shortdesc = "A group that scales by itself states no desired capacity"
    description = (
        "CloudFormation sets DesiredCapacity again whenever it updates the group: a group that "
        "had scaled out under load is shrunk by a deploy."
    )
    instead = "Leave DesiredCapacity out: the group starts with MinSize"
    source_url = aws("AWSCloudFormation/latest/TemplateReference/aws-attribute-updatepolicy.html")
    tags = ["autoscaling", "scaling"]
    types = (GROUP,)

    def check(self, resource: Resource) -> Iterator[Finding]:
        acting = [*policies_of(resource), *schedules_of(resource)]
        if acting and resource.states("DesiredCapacity"):
            yield resource.finding(
                f"DesiredCapacity is set, though {acting[0].name} changes it", "DesiredCapacity"
            )
