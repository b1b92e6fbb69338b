"""Capacity in vCPUs of instance types that are named."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import (
    GROUP,
    OVERRIDES,
    Finding,
    Resource,
    Rule,
    aws,
    entries,
    is_stated,
    launch_for,
    pick,
)


class CapacityUnitHasRequirements(Rule):
    id = "ER9349"
    shortdesc = "Capacity in vCPUs or memory goes with instance requirements"
    description = (
        "Auto Scaling takes DesiredCapacityType vcpu and memory-mib only for a group that chooses "
        "its instances by InstanceRequirements."
    )
    instead = "Leave DesiredCapacityType out, or write InstanceRequirements"
    source_url = aws("autoscaling/ec2/APIReference/API_CreateAutoScalingGroup.html")
    tags = ["autoscaling", "instances"]
    types = (GROUP,)

    def check(self, resource: Resource) -> Iterator[Finding]:
        unit = resource.get("DesiredCapacityType")
        if unit not in ("vcpu", "memory-mib"):
            return
        overrides, launch = resource.get(*OVERRIDES), launch_for(resource)
        items = [item for _, item in entries(overrides)]
        known = launch is not None and not launch.has("InstanceRequirements")
        if known and all(is_stated(pick(item, "InstanceType")) for item in items):
            if overrides is None or isinstance(overrides, list):
                yield resource.finding(
                    f"{unit} without InstanceRequirements", "DesiredCapacityType"
                )
