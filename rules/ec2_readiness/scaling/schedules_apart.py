"""Two actions at one moment."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import GROUP, Finding, Resource, Rule, aws, schedules_of, shown


class SchedulesApart(Rule):
    id = "WR9338"
    shortdesc = "Two scheduled actions of a group are not due at the same moment"
    description = (
        "Of two actions with one recurrence only one decides, and which is not said: the sizes of "
        "the other never come."
    )
    instead = "Join them into one action, or let them start apart"
    source_url = aws("autoscaling/ec2/userguide/ec2-auto-scaling-scheduled-scaling.html")
    tags = ["scaling"]
    types = (GROUP,)

    def check(self, resource: Resource) -> Iterator[Finding]:
        zones = {
            action.has("TimeZone") for action in schedules_of(resource) if action.has("Recurrence")
        }
        for action in schedules_of(resource) if len(zones) > 1 else ():
            if (
                action.has("Recurrence")
                and not action.has("TimeZone")
                and self._is_frequent(action)
            ):
                text = "This action is in UTC, another one in a time zone"
                yield action.finding(text, "Recurrence")
        seen: dict[tuple[str, ...], str] = {}
        for action in schedules_of(resource):
            cron = action.string("Recurrence")
            key = (cron or "", shown(action.get("TimeZone")), shown(action.get("StartTime")))
            if cron is not None and seen.setdefault(key, action.name) != action.name:
                yield action.finding(f"{seen[key]} is due at the same moment", "Recurrence")

    @staticmethod
    def _is_frequent(action: Resource) -> bool:
        """Each day or week, and not on a date."""
        fields = (action.string("Recurrence") or "").split()
        return len(fields) == 5 and fields[2:4] == ["*", "*"]
