"""The attributes of load balancers and target groups, which CloudFormation has as a list."""

from __future__ import annotations

from typing import Any

from pipeline.review.canonical import canonical

_DELETION = "deletion_protection.enabled"


def attribute(properties: dict[str, Any], key: str, name: str) -> str:
    """Return the value of an attribute of a load balancer or target group, empty without it."""
    for each in properties.get(key, []):
        if each.get("Key") == name:
            return str(canonical(each.get("Value")))
    return ""


def is_protected(load_balancer: dict[str, Any]) -> bool:
    """Whether a load balancer cannot be deleted."""
    return attribute(load_balancer, "LoadBalancerAttributes", _DELETION) == "true"


def states_protection(load_balancer: dict[str, Any]) -> bool:
    """Whether a template says what the protection is; what it does not say, stays."""
    return attribute(load_balancer, "LoadBalancerAttributes", _DELETION) != ""
