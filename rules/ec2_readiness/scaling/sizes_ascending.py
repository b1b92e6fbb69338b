"""The smallest size below the largest, through parameters too."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import GROUP, Finding, Resource, Rule, aws


class SizesAscending(Rule):
    id = "ER9330"
    shortdesc = "The minimum size is not above the maximum"
    description = "Auto Scaling refuses a group whose MinSize is above its MaxSize."
    instead = "Raise MaxSize or lower MinSize"
    source_url = aws("autoscaling/ec2/APIReference/API_CreateAutoScalingGroup.html")
    tags = ["autoscaling", "scaling"]
    types = (GROUP,)

    def check(self, resource: Resource) -> Iterator[Finding]:
        least, most = resource.number("MinSize"), resource.number("MaxSize")
        if least is not None and most is not None and least > most:
            yield resource.finding(f"MinSize {least:g} is above MaxSize {most:g}", "MinSize")
