"""A schedule that ends before it starts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ec2_readiness.engine import SCHEDULE, Finding, Resource, Rule, aws

TIME = re.compile(
    r"^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T\d\d:\d\d(?::\d\d)?(?:Z|[+-]00:?00)?$"
)


class ScheduleHasFuture(Rule):
    id = "ER9337"
    shortdesc = "A scheduled action ends after it starts"
    description = (
        "Auto Scaling refuses a scheduled action whose EndTime is not after its StartTime, or "
        "a time that is not written as 2027-01-31T08:00:00Z."
    )
    instead = "Write StartTime and EndTime in UTC, the later one as EndTime"
    source_url = aws("autoscaling/ec2/APIReference/API_PutScheduledUpdateGroupAction.html")
    tags = ["scaling"]
    types = (SCHEDULE,)

    def check(self, resource: Resource) -> Iterator[Finding]:
        times = {}
        for key in ("StartTime", "EndTime"):
            value = resource.get(key)
            if isinstance(value, str):
                if not TIME.match(value):
                    yield resource.finding(f"{value!r} is no time", key)
                    return
                times[key] = value
        if len(times) == 2 and times["EndTime"] <= times["StartTime"]:
            yield resource.finding("The action ends before it starts", "EndTime")
