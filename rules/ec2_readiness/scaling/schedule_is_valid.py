"""The cron expression and the zone of a schedule."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ec2_readiness.engine import SCHEDULE, Finding, Resource, Rule, aws, names

FIELD = r"(?:\*|[0-9A-Za-z]+(?:-[0-9A-Za-z]+)?)(?:/\d+)?"
CRON = re.compile(rf"^{FIELD}(?:,{FIELD})*(?:\s+{FIELD}(?:,{FIELD})*){{4}}$")
LIMITS = ((0, 59), (0, 23), (1, 31), (1, 12), (0, 7))


class ScheduleIsValid(Rule):
    id = "ER9322"
    shortdesc = "A scheduled action has a valid cron expression and time zone"
    description = (
        "Recurrence is a Unix cron expression of five fields, without cron() around it and "
        "without a year; TimeZone is a name of the IANA database. Anything else is refused."
    )
    instead = "Write for example Recurrence: 0 6 * * 1-5 and TimeZone: Europe/Berlin"
    source_url = aws("autoscaling/ec2/userguide/ec2-auto-scaling-scheduled-scaling.html")
    tags = ["autoscaling", "scaling"]
    types = (SCHEDULE,)

    def check(self, resource: Resource) -> Iterator[Finding]:
        cron, zone = resource.get("Recurrence"), resource.get("TimeZone")
        if isinstance(cron, str) and not (CRON.match(cron.strip()) and self._in_limits(cron)):
            yield resource.finding(f"{cron!r} is no cron expression of five fields", "Recurrence")
        if isinstance(zone, str) and zone not in names("time zones"):
            yield resource.finding(f"{zone!r} is no name of a time zone", "TimeZone")

    @staticmethod
    def _in_limits(cron: str) -> bool:
        for field, (low, high) in zip(cron.split(), LIMITS, strict=False):
            numbers = [int(n) for n in re.findall(r"(?<!/)\b\d+", field)]
            if any(not low <= n <= high for n in numbers):
                return False
        return True
