"""Log groups of a class without filters."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import Finding, Resource, Rule, aws

FILTERS = ("AWS::Logs::MetricFilter", "AWS::Logs::SubscriptionFilter")


class ClassHasFilters(Rule):
    id = "WR9720"
    shortdesc = "A log group with filters is of the class that has them"
    description = (
        "The classes INFREQUENT_ACCESS and DELIVERY have a part of the features of CloudWatch Logs "
        "only; without filters the alarms on them have no data."
    )
    instead = "Leave LogGroupClass out; a class cannot be changed later"
    assumes = "metric filters and subscription filters are not among the features of these classes"
    source_url = aws("AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html")
    tags = ["logs"]
    types = FILTERS

    def check(self, resource: Resource) -> Iterator[Finding]:
        group = resource.resource("LogGroupName")
        kind = group.string("LogGroupClass") if group is not None else None
        if group is not None and kind in ("INFREQUENT_ACCESS", "DELIVERY"):
            yield resource.finding(f"{group.name} is of the class {kind}", "LogGroupName")
