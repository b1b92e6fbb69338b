"""A new group that takes over before it is up."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import GROUP, Finding, Resource, Rule, aws, truth

KEYS = ("UpdatePolicy", "AutoScalingReplacingUpdate", "WillReplace")


class ReplacementWaits(Rule):
    id = "WR9239"
    shortdesc = "A replacing update waits for the new group's instances"
    description = (
        "With WillReplace CloudFormation creates a new group and deletes the old one. Without a "
        "CreationPolicy it does not wait for the new instances in between: nothing serves until "
        "they are up."
    )
    instead = "Add a CreationPolicy with a Count, and signal when the application serves"
    source_url = aws("AWSCloudFormation/latest/TemplateReference/aws-attribute-updatepolicy.html")
    tags = ["deployment"]
    types = (GROUP,)

    def check(self, resource: Resource) -> Iterator[Finding]:
        waits = resource.part("CreationPolicy") is not None
        if truth(resource.part(*KEYS)) is True and not waits:
            yield resource.finding_at("The old group goes before the new one is up", *KEYS[:2])
