"""The sizes that a schedule sets."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from ec2_readiness.engine import GROUP, SCHEDULE, Finding, Resource, Rule, aws, schedules_of


class ScheduleSizesFit(Rule):
    id = "ER9323"
    shortdesc = "The sizes that a scheduled action sets fit together and with the group"
    description = (
        "At its hour the action fails if its minimum, desired and maximum sizes, with the "
        "group's own where it says none, are not in ascending order."
    )
    instead = "Write MinSize, DesiredCapacity and MaxSize in ascending order"
    source_url = aws("autoscaling/ec2/userguide/ec2-auto-scaling-scheduled-scaling.html")
    tags = ["autoscaling", "scaling"]
    types = (SCHEDULE,)

    def check(self, resource: Resource) -> Iterator[Finding]:
        keys = ("MinSize", "DesiredCapacity", "MaxSize")
        if not any(resource.has(key) for key in keys):
            yield resource.finding_at("The action sets no size at all")
            return
        group = resource.resource("AutoScalingGroupName")
        known: list[tuple[str, float]] = []
        for key in keys:
            own = resource.number(key)
            if own is not None:
                known.append((key, own))
            elif not resource.has(key) and key != "DesiredCapacity":
                theirs = self._of_group(group, key)
                known += [(f"the group's {key}", theirs)] if theirs is not None else []
        for (low, a), (high, b) in itertools.pairwise(known):
            if a > b:
                key = next(k for k in keys if resource.has(k))
                yield resource.finding(f"{low} {a:g} is above {high} {b:g}", key)
                return

    @staticmethod
    def _of_group(group: Resource | None, key: str) -> float | None:
        """The group's own size, or the mildest that another action sets."""
        if (
            group is None
            or group.type != GROUP
            or any(a.has(key) and a.number(key) is None for a in schedules_of(group))
        ):
            return None
        sizes = [a.number(key) for a in schedules_of(group) if a.has(key)]
        choose = min if key == "MinSize" else max
        own = group.number(key)
        return own if own is None else choose([own, *(size for size in sizes if size is not None)])
