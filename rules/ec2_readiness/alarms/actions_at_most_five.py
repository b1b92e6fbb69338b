"""More actions than an alarm may have."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import ALARM, CALLS, COMPOSITE, Finding, Resource, Rule, aws


class ActionsAtMostFive(Rule):
    id = "ER9630"
    shortdesc = "An alarm has at most five actions for a state"
    description = (
        "CloudWatch refuses more than five actions for one state of an alarm, and one action twice."
    )
    instead = "Publish to one topic with several subscriptions"
    source_url = aws("AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html")
    tags = ["alarms"]
    types = (ALARM, COMPOSITE)

    def check(self, resource: Resource) -> Iterator[Finding]:
        for key in CALLS:
            count = len(resource.entries(key))
            if count > 5:
                yield resource.finding(f"{count} actions", key, 5)
