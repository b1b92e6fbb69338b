"""Load balancers, and which listeners lead to which target groups."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine._resource import Resource
from ec2_readiness.engine._values import Value, entries, pick
from ec2_readiness.engine._view import View

LOAD_BALANCER = "AWS::ElasticLoadBalancingV2::LoadBalancer"
TARGET_GROUP = "AWS::ElasticLoadBalancingV2::TargetGroup"
LISTENER = "AWS::ElasticLoadBalancingV2::Listener"
LISTENER_RULE = "AWS::ElasticLoadBalancingV2::ListenerRule"
CLASSIC = "AWS::ElasticLoadBalancing::LoadBalancer"

Place = tuple["str | int", ...]


def is_application(balancer: Resource) -> bool:
    return balancer.get("Type") in (None, "application")


def actions(resource: Resource) -> Iterator[tuple[Place, Value]]:
    """The actions of a listener or a rule, with their places."""
    key = "DefaultActions" if resource.type == LISTENER else "Actions"
    for index, action in resource.entries(key):
        yield (key, index), action


def forwards(resource: Resource) -> Iterator[tuple[Place, Value]]:
    """The target groups that a listener or a rule forwards to."""
    for place, action in actions(resource):
        direct = pick(action, "TargetGroupArn")
        if direct is not None:
            yield (*place, "TargetGroupArn"), direct
        for index, choice in entries(pick(action, "ForwardConfig", "TargetGroups")):
            keys: Place = ("ForwardConfig", "TargetGroups", index, "TargetGroupArn")
            yield (*place, *keys), pick(choice, "TargetGroupArn")


def listener_of(resource: Resource) -> Resource | None:
    """The listener itself, or the one that the rule belongs to."""
    return resource if resource.type == LISTENER else resource.resource("ListenerArn")


def leading_to(target: Resource) -> list[Resource]:
    """The listeners and rules of this template that forward to the target group."""
    candidates = target.view.of(LISTENER, LISTENER_RULE)
    return [r for r in candidates if any(target.is_ref(value) for _, value in forwards(r))]


def balancers_of(target: Resource) -> list[Resource]:
    """The load balancers of this template that send to the target group."""
    found: list[Resource] = []
    for resource in leading_to(target):
        listener = listener_of(resource)
        balancer = listener.resource("LoadBalancerArn") if listener is not None else None
        if balancer is not None and balancer not in found:
            found.append(balancer)
    return found


def listeners_of(balancer: Resource) -> list[Resource]:
    view: View = balancer.view
    return [item for item in view.of(LISTENER) if balancer.is_ref(item.get("LoadBalancerArn"))]
