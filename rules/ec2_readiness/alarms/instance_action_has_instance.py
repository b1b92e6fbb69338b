"""An action on an instance by an alarm that watches none."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ec2_readiness.engine import ALARM, Finding, Resource, Rule, aws, called, shown, watched

ACTION = re.compile(r"^arn:.*:(?:automate:.*:ec2:|swf:.*AWS_EC2)")


class InstanceActionHasInstance(Rule):
    id = "ER9637"
    shortdesc = "An alarm that stops, reboots or recovers an instance watches one"
    description = (
        "CloudWatch refuses an EC2 action for an alarm whose metric has no dimension InstanceId: "
        "there is no instance to act on."
    )
    instead = "Leave the action out: the group replaces instances that fail their status checks"
    source_url = aws("AmazonCloudWatch/latest/monitoring/UsingAlarmActions.html")
    tags = ["alarms", "instances"]
    types = (ALARM,)

    def check(self, resource: Resource) -> Iterator[Finding]:
        names = [item.names for item in watched(resource)]
        if not names or any(known is None or "InstanceId" in known for known in names):
            return
        for place, action in called(resource):
            if ACTION.match(shown(action)):
                yield resource.finding("The alarm watches no instance", *place)
