"""How far an instance refresh may go below and above the desired size."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import (
    ALARM,
    COMPOSITE,
    GROUP,
    Finding,
    Hole,
    Resource,
    Rule,
    Value,
    aws,
    entries,
    number,
    pick,
)


class RefreshHealthBounds(Rule):
    id = "ER9219"
    shortdesc = "The preferences of an instance refresh are ones that Auto Scaling takes"
    description = (
        "MinHealthyPercentage is 0 to 100, MaxHealthyPercentage 100 to 200, and they are at most "
        "100 apart, a bake time is at most 172,800 seconds, and alarms are given by name; Auto "
        "Scaling refuses anything else."
    )
    instead = "Write for example MinHealthyPercentage 100 and MaxHealthyPercentage 150"
    source_url = aws("autoscaling/ec2/APIReference/API_RefreshPreferences.html")
    tags = ["deployment", "autoscaling"]
    types = (GROUP,)

    def check(self, resource: Resource) -> Iterator[Finding]:
        keys = ("UpdatePolicy", "AutoScalingInstanceRefresh", "Preferences")
        preferences = resource.part(*keys)
        yield from self._others(resource, preferences)
        least = number(pick(preferences, "MinHealthyPercentage"))
        most = number(pick(preferences, "MaxHealthyPercentage"))
        if least is not None and not 0 <= least <= 100:
            yield resource.finding_at(
                f"MinHealthyPercentage {least:g} is not within 0 and 100", *keys
            )
        elif most is not None and not 100 <= most <= 200:
            yield resource.finding_at(
                f"MaxHealthyPercentage {most:g} is not within 100 and 200", *keys
            )
        elif least is not None and most is not None and most - least > 100:
            yield resource.finding_at(
                f"{least:g} and {most:g} percent are more than 100 apart", *keys
            )

    @staticmethod
    def _others(group: Resource, preferences: Value) -> Iterator[Finding]:
        keys = ("UpdatePolicy", "AutoScalingInstanceRefresh", "Preferences")
        bake = number(pick(preferences, "BakeTime"))
        if bake is not None and not 0 <= bake <= 172800:
            yield group.finding_at(
                f"BakeTime {bake:g} is not within 0 and 172800", *keys, "BakeTime"
            )
        for index, name in entries(pick(preferences, "AlarmSpecification", "Alarms")):
            place = (*keys, "AlarmSpecification", "Alarms", index)
            target = group.view.target(name)
            if target is not None and target.type in (ALARM, COMPOSITE):
                if isinstance(name, Hole) and name.attribute:
                    yield group.finding_at(f"{name.shown()} is no alarm's name", *place)
            elif isinstance(name, str) and name in group.view.resources:
                text = f"{name} is a logical id, and no alarm's name"
                yield group.finding_at(text, *place, unless="an alarm has that name")
