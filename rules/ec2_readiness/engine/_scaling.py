"""What acts on an Auto Scaling group: policies, schedules and hooks."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from ec2_readiness.engine._resource import Finding, Resource
from ec2_readiness.engine._scripts import prepared
from ec2_readiness.engine._values import Hole, Value, entries, string

POLICY = "AWS::AutoScaling::ScalingPolicy"
SCHEDULE = "AWS::AutoScaling::ScheduledAction"
HOOK = "AWS::AutoScaling::LifecycleHook"

Place = Callable[[str], Finding]


def _acting_on(group: Resource, kind: str) -> list[Resource]:
    return [r for r in group.view.of(kind) if group.is_ref(r.get("AutoScalingGroupName"))]


def policies_of(group: Resource) -> list[Resource]:
    return _acting_on(group, POLICY)


def schedules_of(group: Resource) -> list[Resource]:
    return _acting_on(group, SCHEDULE)


def kind_of(policy: Resource) -> str | None:
    """The policy's type, which is simple unless said; None where it is not known."""
    return string(policy.get("PolicyType")) if policy.has("PolicyType") else "SimpleScaling"


def hooks(group: Resource) -> Iterator[tuple[Place, Value]]:
    """The group's lifecycle hooks, its own and those beside it, with a way to report on each."""
    own = group.get("LifecycleHookSpecificationList")
    for index, hook in entries([own] if isinstance(own, Hole) else own):
        yield _place(group, "LifecycleHookSpecificationList", index), hook
    for resource in _acting_on(group, HOOK):
        yield _place(resource), resource.properties


def launching_hooks(group: Resource) -> list[tuple[Place, Value]]:
    wanted = "autoscaling:EC2_INSTANCE_LAUNCHING"
    return [
        (p, h)
        for p, h in hooks(group)
        if isinstance(h, dict) and h.get("LifecycleTransition") == wanted
    ]


def _place(resource: Resource, *keys: str | int) -> Place:
    return lambda message: resource.finding(message, *keys)


def completes_hook(text: str) -> bool:
    return re.search(r"(?i)complete[-_]?lifecycle[-_]?action", prepared(text)) is not None
