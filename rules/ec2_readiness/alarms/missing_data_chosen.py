"""Error counts have no data when all is well."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import (
    ALARM,
    Finding,
    Resource,
    Rule,
    aws,
    entries,
    is_sparse,
    only_scales,
    pick,
    string,
    watched,
)


class MissingDataChosen(Rule):
    id = "WR9601"
    shortdesc = "An alarm on a sparse metric says what missing data means"
    description = (
        "A metric such as an error count has data only when errors happen. Left to itself the "
        "alarm goes to INSUFFICIENT_DATA, or stays in ALARM long after the last error."
    )
    instead = "Set TreatMissingData: notBreaching"
    source_url = aws("AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html")
    tags = ["alarms"]
    types = (ALARM,)

    def check(self, resource: Resource) -> Iterator[Finding]:
        if (
            resource.has("TreatMissingData")
            or only_scales(resource)
            or resource.has("ThresholdMetricId")
        ):
            return
        published = {
            string(pick(item, "MetricName"))
            for source in resource.view.of("AWS::Logs::MetricFilter")
            for _, item in entries(source.get("MetricTransformations"))
        }
        for item in watched(resource):
            own = item.metric in published and not (item.namespace or "").startswith("AWS/")
            if item.metric is not None and (own or is_sparse(item.metric)):
                yield resource.finding(
                    f"{item.metric} is sparse and nothing says what no data means", *item.place
                )
                return
