"""A suppressor without its periods."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import COMPOSITE, Finding, Resource, Rule, aws

SUPPRESSOR = "ActionsSuppressor"
KEYS = ("ActionsSuppressorWaitPeriod", "ActionsSuppressorExtensionPeriod")


class SuppressorHasPeriods(Rule):
    id = "ER9634"
    shortdesc = "A composite alarm's suppressor has both periods"
    description = (
        "CloudWatch refuses ActionsSuppressor without ActionsSuppressorWaitPeriod and "
        "ActionsSuppressorExtensionPeriod."
    )
    instead = "Write all three"
    source_url = aws("AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html")
    tags = ["alarms"]
    types = (COMPOSITE,)

    def check(self, resource: Resource) -> Iterator[Finding]:
        missing = [key for key in KEYS if not resource.has(key)]
        if missing and resource.states(SUPPRESSOR):
            yield resource.finding(f"{SUPPRESSOR} without {missing[0]}", SUPPRESSOR)
