"""Log groups of a class without filters."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import Finding, Resource, Rule, aws

FILTERS = ("AWS::Logs::MetricFilter", "AWS::Logs::SubscriptionFilter")


class ClassHasFilters(Rule):
    id = "ER9720"
    shortdesc = "A log group with filters is of the class that has them"
    description = (
        "Log groups of the classes INFREQUENT_ACCESS and DELIVERY take no metric filters and no "
        "subscription filters: their creation is refused."
    )
    instead = "Leave LogGroupClass out; a class cannot be changed later"
    source_url = aws("AmazonCloudWatch/latest/logs/CloudWatch_Logs_Log_Classes.html")
    tags = ["logs"]
    types = FILTERS

    def check(self, resource: Resource) -> Iterator[Finding]:
        group = resource.resource("LogGroupName")
        kind = group.string("LogGroupClass") if group is not None else None
        if group is not None and kind in ("INFREQUENT_ACCESS", "DELIVERY"):
            yield resource.finding(f"{group.name} is of the class {kind}", "LogGroupName")
