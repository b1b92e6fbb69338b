"""An action in another region."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ec2_readiness.engine import (
    ALARM,
    COMPOSITE,
    Finding,
    Rule,
    Value,
    View,
    aws,
    called,
    shown,
)


def region(value: Value) -> str:
    """The region in an ARN that names one literally; empty where it names none."""
    match = re.match(
        r"arn:[^:]*:(?:sns|lambda|autoscaling|ssm):([a-z]{2}-[a-z-]+-\d):", shown(value)
    )
    return match[1] if match else ""


class ActionOfRegion(Rule):
    id = "WR9628"
    shortdesc = "An alarm's actions are in its own region"
    description = (
        "CloudWatch refuses an action in another region. An ARN with a region in it fits one "
        "region of all that the stack may be created in."
    )
    instead = "Write ${AWS::Region} in the ARN, or refer to a resource of the stack"
    source_url = aws("AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html")
    tags = ["alarms"]
    types = (ALARM, COMPOSITE)

    def check_view(self, view: View) -> Iterator[Finding]:
        every = [(a, p, region(v)) for a in view.of(ALARM, COMPOSITE) for p, v in called(a)]
        homes = set(view.regions) or {found for _, _, found in every if found}
        for alarm, place, found in every:
            mixed = len(homes) > 1 and not view.regions
            if found and (mixed or found not in homes):
                yield alarm.finding(f"The action is in {found}", *place)
