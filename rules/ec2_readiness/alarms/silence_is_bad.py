"""When nothing is healthy nothing is counted."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import (
    ALARM,
    Finding,
    Resource,
    Rule,
    aws,
    is_count_of_healthy,
    only_scales,
    shown,
    watched,
)


class SilenceIsBad(Rule):
    id = "WR9602"
    shortdesc = "An alarm on too few healthy instances takes missing data for bad"
    description = (
        "When the last target is gone its count of healthy hosts ends: an alarm that ignores "
        "missing data, or takes it for good, does not go off when no target is left."
    )
    instead = "Set TreatMissingData: breaching"
    assumes = "a service without data is down"
    source_url = aws("AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html")
    tags = ["alarms"]
    types = (ALARM,)

    def check(self, resource: Resource) -> Iterator[Finding]:
        if not shown(resource.get("ComparisonOperator")).startswith("LessThan") or only_scales(
            resource
        ):
            return
        choice = resource.get("TreatMissingData")
        quiet = choice in ("notBreaching", "ignore") or (
            choice in (None, "missing") and not self._calls(resource)
        )
        for item in watched(resource):
            if quiet and is_count_of_healthy(item.metric or ""):
                place = ("TreatMissingData",) if choice is not None else ("MetricName",)
                yield resource.finding(f"No data counts as {choice or 'missing'}", *place)
                return

    @staticmethod
    def _calls(resource: Resource) -> bool:
        return resource.has("InsufficientDataActions")
