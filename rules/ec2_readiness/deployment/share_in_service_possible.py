"""All of a full group cannot stay active while it is replaced."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import GROUP, Finding, Resource, Rule, aws, number


class ShareInServicePossible(Rule):
    id = "WR9208"
    shortdesc = "A group that keeps all instances active has room for more"
    description = (
        "With MaxSize equal to MinSize no instance can be added before one is taken out: an "
        "update that keeps 100 percent active cannot be honoured."
    )
    instead = "Raise MaxSize above MinSize, or lower MinActiveInstancesPercent"
    source_url = aws("AWSCloudFormation/latest/TemplateReference/aws-attribute-updatepolicy.html")
    tags = ["deployment", "autoscaling"]
    types = (GROUP,)

    def check(self, resource: Resource) -> Iterator[Finding]:
        keys = ("UpdatePolicy", "AutoScalingRollingUpdate", "MinActiveInstancesPercent")
        share, least, most = (
            number(resource.part(*keys)),
            resource.number("MinSize"),
            resource.number("MaxSize"),
        )
        if share is not None and share >= 100 and least is not None and least == most:
            yield resource.finding_at(
                f"{share:g} percent stay active, but MinSize and MaxSize are both {least:g}", *keys
            )
