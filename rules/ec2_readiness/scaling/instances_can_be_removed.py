"""Instances that nothing may remove."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import (
    GROUP,
    Finding,
    Resource,
    Rule,
    aws,
    policies_of,
    schedules_of,
    truth,
)


class InstancesCanBeRemoved(Rule):
    id = "WR9350"
    shortdesc = "A group that scales in does not protect its instances from it"
    description = (
        "With NewInstancesProtectedFromScaleIn no policy removes an instance, and an instance "
        "refresh waits an hour for the protection to go, and then fails."
    )
    instead = "Leave NewInstancesProtectedFromScaleIn out"
    source_url = aws("autoscaling/ec2/APIReference/API_RefreshPreferences.html")
    tags = ["autoscaling", "scaling"]
    types = (GROUP,)

    def check(self, resource: Resource) -> Iterator[Finding]:
        if truth(resource.get("NewInstancesProtectedFromScaleIn")) is not True:
            return
        if resource.view.users(resource, "AWS::ECS::CapacityProvider"):
            return  # managed termination protection needs it
        refreshed = resource.part("UpdatePolicy", "AutoScalingInstanceRefresh") is not None
        if policies_of(resource) or schedules_of(resource) or refreshed:
            yield resource.finding(
                "New instances are protected",
                "NewInstancesProtectedFromScaleIn",
                unless="a program lifts the protection when an instance has no more work",
            )
