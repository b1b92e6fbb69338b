"""Without an update policy a new launch template changes nothing that runs."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import GROUP, Finding, Resource, Rule, aws, launch_for


class GroupHasUpdatePolicy(Rule):
    id = "WR9214"
    shortdesc = "A group says how its instances are replaced"
    description = (
        "Without UpdatePolicy a changed launch template is used for future instances only: the "
        "deploy succeeds and the old version goes on serving, mixed with the new one after the "
        "next scale-out."
    )
    instead = "Add UpdatePolicy with AutoScalingRollingUpdate or AutoScalingInstanceRefresh"
    source_url = aws("AWSCloudFormation/latest/TemplateReference/aws-attribute-updatepolicy.html")
    tags = ["deployment", "autoscaling"]
    types = (GROUP,)

    def check(self, resource: Resource) -> Iterator[Finding]:
        policy = resource.part("UpdatePolicy")
        known = (
            "AutoScalingRollingUpdate",
            "AutoScalingReplacingUpdate",
            "AutoScalingInstanceRefresh",
        )
        if launch_for(resource) is None or (policy is not None and not isinstance(policy, dict)):
            return
        if not any(key in (policy or {}) for key in known):
            yield resource.finding_at("A changed launch template would replace no instance")
