"""The share of the requests that an action of a load balancer forwards to each target group."""

from __future__ import annotations

from typing import Any

from pipeline.review.canonical import canonical
from pipeline.review.wording import shown

Properties = dict[str, Any]


def target_shares(action: Properties) -> dict[str, int]:
    """Return the target groups of an action, each with its percentage of the requests."""
    if action.get("Type") != "forward":
        return {}
    groups = action.get("ForwardConfig", {}).get("TargetGroups", [])
    if not groups:
        return {shown(canonical(action.get("TargetGroupArn", ""))): 100}
    weights = {
        shown(canonical(each.get("TargetGroupArn", ""))): _number(each.get("Weight", 1))
        for each in groups
    }
    total = sum(weights.values())
    return {group: weight * 100 // total for group, weight in weights.items() if weight}


def actions(properties: Properties) -> list[Properties]:
    """Return the actions of a listener or rule, without what a function decides."""
    found: Any = properties.get("DefaultActions", properties.get("Actions", []))
    return [each for each in found if isinstance(each, dict) and "Type" in each]


def last_action(properties: Properties) -> Properties:
    """Return the action that ends a listener or rule: it has the highest order."""
    return max(actions(properties), key=lambda each: _number(each.get("Order", 0)), default={})


def _number(value: Any) -> int:
    text = str(value)
    return int(text) if text.isdecimal() else 0
