"""Target tracking needs somewhere to go."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import GROUP, Finding, Resource, Rule, aws, policies_of


class PoliciesHaveRoom(Rule):
    id = "WR9331"
    shortdesc = "A group with scaling policies has room between minimum and maximum"
    description = "With MinSize equal to MaxSize a scaling policy never changes anything."
    instead = "Raise MaxSize above MinSize, or remove the policies"
    source_url = aws("autoscaling/ec2/userguide/as-scaling-target-tracking.html")
    tags = ["autoscaling", "scaling"]
    types = (GROUP,)

    def check(self, resource: Resource) -> Iterator[Finding]:
        least, most = resource.number("MinSize"), resource.number("MaxSize")
        policies = policies_of(resource)
        if policies and least is not None and least == most:
            yield resource.finding(
                f"{policies[0].name} has no room: both sizes are {least:g}", "MaxSize"
            )
