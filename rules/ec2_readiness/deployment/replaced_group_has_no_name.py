"""Two groups cannot have one name, not even while one replaces the other."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import GROUP, Finding, Resource, Rule, aws, pick, truth


class ReplacedGroupHasNoName(Rule):
    id = "ER9220"
    shortdesc = "A group that is replaced on update has no fixed name"
    description = (
        "AutoScalingReplacingUpdate creates the new group before it deletes the old one: with a "
        "fixed AutoScalingGroupName the creation is refused."
    )
    instead = "Leave AutoScalingGroupName out"
    source_url = aws("AWSCloudFormation/latest/TemplateReference/aws-attribute-updatepolicy.html")
    tags = ["deployment", "autoscaling"]
    types = (GROUP,)

    def check(self, resource: Resource) -> Iterator[Finding]:
        policy = resource.part("UpdatePolicy", "AutoScalingReplacingUpdate")
        if truth(pick(policy, "WillReplace")) and resource.states("AutoScalingGroupName"):
            yield resource.finding(
                "The group is replaced on update but has a name", "AutoScalingGroupName"
            )
