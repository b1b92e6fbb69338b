"""A scheduled action in the middle of a rolling update."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import (
    GROUP,
    Finding,
    Resource,
    Rule,
    aws,
    entries,
    pick,
    policies_of,
    schedules_of,
)


class ProcessesSuspended(Rule):
    id = "WR9215"
    shortdesc = "A rolling update suspends what would change the group's size meanwhile"
    description = (
        "An alarm or a schedule that changes the size in the middle of a rolling update can "
        "make the update fail, or terminate the wrong instances."
    )
    instead = "List AlarmNotification and ScheduledActions in SuspendProcesses"
    source_url = aws("AWSCloudFormation/latest/TemplateReference/aws-attribute-updatepolicy.html")
    tags = ["deployment", "autoscaling"]
    types = (GROUP,)

    def check(self, resource: Resource) -> Iterator[Finding]:
        keys = ("UpdatePolicy", "AutoScalingRollingUpdate")
        update = resource.part(*keys)
        suspended = pick(update, "SuspendProcesses")
        if not isinstance(update, dict) or not isinstance(suspended, (list, type(None))):
            return
        named = [name for _, name in entries(suspended)]
        needed = {
            "ScheduledActions": schedules_of(resource),
            "AlarmNotification": policies_of(resource),
        }
        for process, reasons in needed.items():
            if reasons and process not in named and all(isinstance(n, str) for n in named):
                place = (*keys, "SuspendProcesses") if suspended is not None else keys
                yield resource.finding_at(
                    f"{process} is not suspended, though {reasons[0].name} acts on the group",
                    *place,
                )
                return
