"""What a group waits for, and where its instances are registered."""

from __future__ import annotations

from ec2_readiness.engine._resource import Resource
from ec2_readiness.engine._values import as_list, pick, string


def waits_for_signals(group: Resource) -> bool:
    update = group.part("UpdatePolicy", "AutoScalingRollingUpdate", "WaitOnResourceSignals")
    return string(update) == "true" or group.part("CreationPolicy", "ResourceSignal") is not None


def attached_target_groups(group: Resource) -> list[Resource]:
    found = group.resources("TargetGroupARNs")
    for source in as_list(group.get("TrafficSources")):
        target = group.view.target(pick(source, "Identifier"))
        if target is not None:
            found.append(target)
    return [resource for resource in found if resource.type.endswith("::TargetGroup")]


def sits_behind_balancer(group: Resource) -> bool:
    return any(group.has(key) for key in ("TargetGroupARNs", "LoadBalancerNames", "TrafficSources"))
