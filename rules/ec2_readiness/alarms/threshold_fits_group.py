"""A threshold that fits the group's sizes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from ec2_readiness.engine import (
    ALARM,
    GROUP,
    Finding,
    Resource,
    Rule,
    attached_target_groups,
    aws,
    entries,
    pick,
    schedules_of,
    shown,
    watched,
)


class ThresholdFitsGroup(Rule):
    id = "WR9624"
    shortdesc = "An alarm on the number of instances fits the sizes of the group"
    description = (
        "An alarm on fewer hosts than the minimum size is always on; one on more instances than "
        "the maximum size never is."
    )
    instead = "Take the threshold from MinSize or MaxSize"
    assumes = "nothing outside of the template changes the sizes of the group"
    source_url = aws("autoscaling/ec2/userguide/asg-capacity-limits.html")
    tags = ["alarms", "autoscaling"]
    types = (ALARM,)

    def check(self, resource: Resource) -> Iterator[Finding]:
        threshold, operator = (
            resource.number("Threshold"),
            shown(resource.get("ComparisonOperator")),
        )
        if threshold is None or resource.has("Metrics"):
            return
        for item in watched(resource):
            for group in self._groups(resource, item.dimensions):
                least = self._extreme(group, "MinSize", min)
                most = self._extreme(group, "MaxSize", max)
                if (
                    item.metric == "HealthyHostCount"
                    and least is not None
                    and self._over(operator, "Less", threshold, least)
                ):
                    yield resource.finding(
                        f"{group.name} may have {least:g} instances and be well", "Threshold"
                    )
                elif item.metric in (
                    "GroupInServiceInstances",
                    "GroupDesiredCapacity",
                    "GroupTotalInstances",
                    "UnHealthyHostCount",
                ):
                    if most is not None and self._over(operator, "Less", threshold, most):
                        yield resource.finding(
                            f"{group.name} has {most:g} instances at most", "Threshold"
                        )
                    if most is not None and self._over(operator, "Greater", threshold, most):
                        yield resource.finding(
                            f"{group.name} never has more than {most:g} instances", "Threshold"
                        )

    @staticmethod
    def _extreme(group: Resource, key: str, of: Callable[[Iterable[float]], float]) -> float | None:
        """The group's own size, or that of a scheduled action that goes further."""
        own = group.number(key)
        scheduled = [action.number(key) for action in schedules_of(group)]
        return own if own is None else of([own, *(size for size in scheduled if size is not None)])

    @staticmethod
    def _over(operator: str, side: str, threshold: float, size: float) -> bool:
        """Always on for Less, never on for Greater."""
        if side == "Less":
            return (operator == "LessThanThreshold" and threshold > size) or (
                operator == "LessThanOrEqualToThreshold" and threshold >= size
            )
        return (operator == "GreaterThanThreshold" and threshold >= size) or (
            operator == "GreaterThanOrEqualToThreshold" and threshold > size
        )

    @staticmethod
    def _groups(resource: Resource, dimensions: object) -> list[Resource]:
        found = [resource.view.target(pick(item, "Value")) for _, item in entries(dimensions)]
        groups = [target for target in found if target is not None and target.type == GROUP]
        groups += [
            group
            for group in resource.view.of(GROUP)
            if any(target in found for target in attached_target_groups(group))
        ]
        return groups
