"""What a deployment does to a fleet, by the update policy of its group."""

from __future__ import annotations

from pipeline.review.fleet import Fleet
from pipeline.review.instance_refresh import refreshing
from pipeline.review.plan import Plan, Step
from pipeline.review.rolling_update import rolling


def plan(fleet: Fleet, capacity: int) -> Plan:
    """Return what a deployment that replaces the instances does to a fleet of this capacity."""
    policy = fleet.policy
    if str(policy.get("AutoScalingReplacingUpdate", {}).get("WillReplace")).lower() == "true":
        return _replacing(fleet, capacity)
    if "AutoScalingInstanceRefresh" in policy:
        preferences = policy["AutoScalingInstanceRefresh"].get("Preferences", {})
        return refreshing(fleet, capacity, preferences)
    if "AutoScalingRollingUpdate" in policy:
        return rolling(fleet, capacity, policy["AutoScalingRollingUpdate"])
    text = "Running instances stay as they are; only new ones follow the template"
    return Plan(
        "none", capacity, [Step(text, capacity, capacity)], capacity, capacity, 0, 0, capacity
    )


def _replacing(fleet: Fleet, capacity: int) -> Plan:
    fresh = fleet.created
    steps = [
        Step(
            f"a new group of {fresh} beside the old one of {capacity}", capacity, capacity + fresh
        ),
        Step(f"the old group goes, {fresh} remain", fresh, capacity + fresh),
    ]
    return Plan(
        "replace", capacity, steps, min(capacity, fresh), capacity + fresh,
        fleet.boot, fleet.create_timeout + fleet.drain, fresh,
    )  # fmt: skip


def plans(fleet: Fleet) -> list[Plan]:
    """Return the plan for every capacity that a deployment can find."""
    return [plan(fleet, capacity) for capacity in fleet.capacities]
