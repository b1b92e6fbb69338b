"""A scheduled action without a time."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import SCHEDULE, Finding, Resource, Rule, aws


class ScheduleHasTime(Rule):
    id = "WR9347"
    shortdesc = "A scheduled action has a start or a recurrence"
    description = (
        "A scheduled action runs at its StartTime or by its Recurrence: without both it never does."
    )
    instead = "Write Recurrence: 0 6 * * 1-5, or a StartTime"
    source_url = aws("autoscaling/ec2/userguide/ec2-auto-scaling-scheduled-scaling.html")
    tags = ["autoscaling", "scaling"]
    types = (SCHEDULE,)

    def check(self, resource: Resource) -> Iterator[Finding]:
        if not resource.has("Recurrence") and not resource.has("StartTime"):
            yield resource.finding_at("The action has no StartTime and no Recurrence")
