"""Logs that are kept, and paid for, without end."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import Finding, Resource, Rule, aws


class RetentionChosen(Rule):
    id = "WR9708"
    shortdesc = "A log group says how long it keeps its events"
    description = (
        "Without RetentionInDays a log group keeps all events without end, and the cost grows "
        "each month."
    )
    instead = "Set RetentionInDays, for example 30"
    source_url = aws("AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html")
    tags = ["logs"]
    types = ("AWS::Logs::LogGroup",)

    def check(self, resource: Resource) -> Iterator[Finding]:
        if not resource.has("RetentionInDays") and resource.get("LogGroupClass") != "DELIVERY":
            yield resource.finding_at("The log group keeps its events without end")
