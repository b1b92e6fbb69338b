"""Zones that a load balancer leaves in an update, before the instances in them are replaced.

CloudFormation updates the load balancer first: the group depends on its listeners.
https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-subnets.html
"""

from __future__ import annotations

import math
from typing import Any, NamedTuple

from pipeline.review.canonical import canonical
from pipeline.review.update import Update
from pipeline.review.update_behaviours import GROUP
from pipeline.review.wording import shown

_BALANCER = "AWS::ElasticLoadBalancingV2::LoadBalancer"


class LeftZones(NamedTuple):
    """How many zones of how many a load balancer and the group leave together."""

    left: int
    all: int

    def unserved(self, capacity: int) -> int:
        """Return the most of so many instances that get no requests there."""
        return math.ceil(capacity * self.left / self.all)


def left_zones(update: Update) -> LeftZones | None:
    """Return the zones that both leave, None where either keeps or adds subnets.

    Each has one subnet in a zone, so that a subnet less is a zone less.
    """
    if not any(_shrinks(update, each.name, "Subnets") for each in update.of_type(_BALANCER)):
        return None
    for change in update.of_type(GROUP):
        if _shrinks(update, change.name, "VPCZoneIdentifier"):
            before, after = (
                subnets(each(change.name), "VPCZoneIdentifier") for each in (update.old, update.new)
            )
            return LeftZones(len(before) - len(after), len(before))
    return None


def _shrinks(update: Update, name: str, key: str) -> bool:
    before, after = (subnets(each(name), key) for each in (update.old, update.new))
    return bool(after) and {*after} < {*before}


def subnets(properties: dict[str, Any], key: str) -> list[str]:
    """Return the subnets of a load balancer or group in words."""
    found = canonical(properties.get(key, []))
    return [shown(each) for each in found] if isinstance(found, list) else [shown(found)]
