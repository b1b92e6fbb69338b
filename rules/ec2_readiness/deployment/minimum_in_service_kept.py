"""A rolling update must leave something in service."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import GROUP, Finding, Resource, Rule, aws, number, sits_behind_balancer


class MinimumInServiceKept(Rule):
    id = "WR9207"
    shortdesc = "A rolling update keeps instances in service"
    description = (
        "MinInstancesInService is 0 unless set: the update takes instances out before their "
        "successors serve, and a group of one is down during each deploy."
    )
    instead = "Set MinInstancesInService (below MaxSize) or MinActiveInstancesPercent"
    source_url = aws("AWSCloudFormation/latest/TemplateReference/aws-attribute-updatepolicy.html")
    tags = ["deployment", "autoscaling"]
    types = (GROUP,)

    def check(self, resource: Resource) -> Iterator[Finding]:
        keys = ("UpdatePolicy", "AutoScalingRollingUpdate")
        update = resource.part(*keys)
        most = resource.number("MaxSize")
        if not isinstance(update, dict) or most is None or most < 2:
            return
        kept, share = update.get("MinInstancesInService"), update.get("MinActiveInstancesPercent")
        if kept is None and share is None and not self._replaces(resource):
            yield resource.finding_at("The update policy keeps no instance in service", *keys)
        elif number(kept) == 0 and not share and sits_behind_balancer(resource):
            yield resource.finding_at(
                f"MinInstancesInService is 0, though MaxSize {most:g} leaves room to keep some",
                *keys,
                "MinInstancesInService",
            )

    @staticmethod
    def _replaces(resource: Resource) -> bool:
        return resource.part("UpdatePolicy", "AutoScalingReplacingUpdate") is not None
