"""No errors is no alarm."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import ALARM, Finding, Resource, Rule, aws, is_sparse, shown, watched


class SilenceIsGood(Rule):
    id = "WR9603"
    shortdesc = "An alarm on errors does not take missing data for errors"
    description = (
        "An error count without data means that there was no error: with breaching it calls all "
        "night."
    )
    instead = "Set TreatMissingData: notBreaching"
    assumes = "no events are no errors"
    source_url = aws("AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html")
    tags = ["alarms"]
    types = (ALARM,)

    def check(self, resource: Resource) -> Iterator[Finding]:
        above = shown(resource.get("ComparisonOperator")).startswith("GreaterThan")
        if resource.get("TreatMissingData") != "breaching" or not above or resource.has("Metrics"):
            return
        for item in watched(resource):
            if item.metric is not None and is_sparse(item.metric):
                yield resource.finding(f"No {item.metric} counts as a breach", "TreatMissingData")
