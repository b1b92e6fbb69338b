"""Spot in the template of a mixed group."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import GROUP, Finding, Resource, Rule, aws, launch_for


class SpotSaidOnce(Rule):
    id = "ER9446"
    shortdesc = "A mixed group's launch template does not ask for Spot"
    description = (
        "Auto Scaling refuses a MixedInstancesPolicy with a launch template that has "
        "InstanceMarketOptions: the policy itself divides Spot and On-Demand."
    )
    instead = "Take InstanceMarketOptions out of the launch template"
    source_url = aws("autoscaling/ec2/userguide/ec2-auto-scaling-mixed-instances-groups.html")
    tags = ["instances", "autoscaling"]
    types = (GROUP,)

    def check(self, resource: Resource) -> Iterator[Finding]:
        launch = launch_for(resource)
        if launch is None or not launch.states("InstanceMarketOptions"):
            return
        if resource.states("MixedInstancesPolicy"):
            text = f"{resource.name} mixes Spot and On-Demand by its policy"
            yield launch.finding(text, "InstanceMarketOptions")
