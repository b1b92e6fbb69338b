"""The desired size between the smallest and the largest."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import GROUP, Finding, Resource, Rule, aws


class DesiredWithinBounds(Rule):
    id = "ER9305"
    shortdesc = "The desired capacity lies between minimum and maximum"
    description = "Auto Scaling refuses a DesiredCapacity below MinSize or above MaxSize."
    instead = "Write a number from MinSize to MaxSize, or leave DesiredCapacity out"
    source_url = aws("autoscaling/ec2/APIReference/API_CreateAutoScalingGroup.html")
    tags = ["autoscaling", "scaling"]
    types = (GROUP,)

    def check(self, resource: Resource) -> Iterator[Finding]:
        desired = resource.number("DesiredCapacity")
        least, most = resource.number("MinSize"), resource.number("MaxSize")
        if desired is None:
            return
        if least is not None and desired < least:
            yield resource.finding(f"{desired:g} is below MinSize {least:g}", "DesiredCapacity")
        elif most is not None and desired > most:
            yield resource.finding(f"{desired:g} is above MaxSize {most:g}", "DesiredCapacity")
