"""What follows from a change for the fleet: which instances are replaced, started, ended."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pipeline.review.canonical import canonical
from pipeline.review.deployment import plans
from pipeline.review.effects import Effect
from pipeline.review.fleet import read_fleet
from pipeline.review.left_zones import LeftZones, left_zones
from pipeline.review.plan import Plan
from pipeline.review.update import Note, Update
from pipeline.review.update_behaviours import GROUP
from pipeline.review.wording import duration, plural


def capacity(update: Update) -> Iterator[Note]:
    """Yield the groups whose instances are replaced, for how long, and how many serve meanwhile."""
    for change in update.of_type(GROUP):
        fleet = read_fleet(update.after)
        if fleet is None or change.kind or change.effect < Effect.ROLL:
            continue
        zones = left_zones(update)
        found = [_without(each, zones) for each in plans(fleet)]
        low, high = found[0], found[-1]
        worst = min(found, key=lambda each: (each.percent, each.capacity))
        times = f"{duration(low.shortest)} to {duration(high.longest)}"
        least = plural(low.capacity, "instance")
        text = f"instances are replaced ({low.strategy}), {times}; "
        text += f"with {least} at least {low.lowest} serve"
        if high is not low:
            text += (
                f", with {high.capacity} at least {high.lowest}; the lowest share is "
                f"{worst.percent} percent, with {worst.capacity}"
            )
        if zones:
            text += "; instances in a zone that the load balancer leaves do not count"
        yield Note(change.name, text, interrupts=not worst.lowest)
        if change.effect is Effect.REPLACE:
            yield Note(
                change.name, "a new group name: metrics, alarms and logs by group begin anew"
            )


def _without(plan: Plan, zones: LeftZones | None) -> Plan:
    """Return a plan in which instances in zones that the load balancer leaves do not serve."""
    if zones is None:
        return plan
    unserved = zones.unserved(plan.capacity)
    new_beside_old = min(plan.lowest, plan.capacity - unserved)
    lowest = new_beside_old if plan.strategy == "replace" else plan.lowest - unserved
    return plan._replace(lowest=max(lowest, 0))


def tags_of_the_group(update: Update) -> Iterator[Note]:
    """Yield the groups whose running instances do not get a tag that instances have from now on.

    https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-tagging.html
    """
    for change in update.of_type(GROUP):
        old, new = (_propagated(each(change.name)) for each in (update.old, update.new))
        if not change.kind and change.effect < Effect.ROLL and old != new:
            text = "running instances keep their tags: those launched later have the changed ones"
            yield Note(change.name, text, key="Tags")


def _propagated(group: dict[str, Any]) -> dict[str, Any]:
    """Return the tags of a group that it gives to instances, by their keys."""
    found = canonical(group.get("Tags", []))
    return {
        str(each.get("Key")): each.get("Value")
        for each in (found if isinstance(found, list) else [])  # a function
        if isinstance(each, dict) and each.get("PropagateAtLaunch") == "true"
    }


def update_policies(update: Update) -> Iterator[Note]:
    """Yield the groups whose update policy changes, which a rollback does not follow."""
    for change in update.of_type(GROUP):
        if any(each.path[0] == "UpdatePolicy" for each in change.properties):
            text = (
                "a rollback of this update follows the previous update policy: deploy the changed "
                "policy alone first"
            )
            yield Note(change.name, text, key="UpdatePolicy")
