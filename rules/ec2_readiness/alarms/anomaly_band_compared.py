"""An alarm on a band compares with the band."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import ALARM, Finding, Resource, Rule, aws, pick, shown, string


class AnomalyBandCompared(Rule):
    id = "ER9622"
    shortdesc = "An anomaly alarm names its band and compares with it"
    description = (
        "An alarm with ThresholdMetricId takes only the comparisons that name a band, its id is "
        "that of a query, and it has no Threshold; otherwise CloudWatch refuses it."
    )
    instead = "Write ThresholdMetricId with GreaterThanUpperThreshold, and no Threshold"
    source_url = aws("AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html")
    tags = ["alarms"]
    types = (ALARM,)
    BANDS = (
        "LessThanLowerOrGreaterThanUpperThreshold",
        "LessThanLowerThreshold",
        "GreaterThanUpperThreshold",
    )

    def check(self, resource: Resource) -> Iterator[Finding]:
        band, operator = (
            resource.string("ThresholdMetricId"),
            shown(resource.get("ComparisonOperator")),
        )
        banded = operator in self.BANDS
        if resource.has("ThresholdMetricId") and not banded and "${" not in operator:
            yield resource.finding(f"{operator} does not compare with a band", "ComparisonOperator")
        elif banded and not resource.has("ThresholdMetricId"):
            yield resource.finding(f"{operator} needs ThresholdMetricId", "ComparisonOperator")
        ids = [string(pick(query, "Id")) for _, query in resource.entries("Metrics")]
        if band is not None and ids and band not in ids:
            yield resource.finding(f"No query has the id {band}", "ThresholdMetricId")
