"""An update cannot replace instances with launching or terminating suspended."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import GROUP, Finding, Resource, Rule, aws, entries


class EssentialProcessesRun(Rule):
    id = "ER9216"
    shortdesc = "A rolling update does not suspend launching, terminating or registering"
    description = (
        "A rolling update launches, registers and terminates instances. With Launch, Terminate "
        "or AddToLoadBalancer suspended it makes no progress, or its new instances get no "
        "traffic."
    )
    instead = (
        "Suspend HealthCheck, ReplaceUnhealthy, AZRebalance, AlarmNotification, "
        "ScheduledActions and InstanceRefresh only"
    )
    source_url = aws("autoscaling/ec2/userguide/as-suspend-resume-processes.html")
    tags = ["deployment", "autoscaling"]
    types = (GROUP,)

    def check(self, resource: Resource) -> Iterator[Finding]:
        keys = ("UpdatePolicy", "AutoScalingRollingUpdate", "SuspendProcesses")
        for index, process in entries(resource.part(*keys)):
            if process in ("Launch", "Terminate", "AddToLoadBalancer"):
                yield resource.finding_at(
                    f"{process} is suspended while the update needs it", *keys, index
                )
