"""A metric filter in a namespace of AWS."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import Finding, Resource, Rule, aws, pick, shown


class NamespaceNotReserved(Rule):
    id = "WR9717"
    shortdesc = "A metric filter publishes to a namespace of its own"
    description = (
        "Namespaces that begin with AWS/ are those of AWS services: alarms and graphs take the "
        "filter's values for the service's own, or find them nowhere."
    )
    instead = "Write a namespace without AWS/ at its beginning"
    source_url = aws("AmazonCloudWatch/latest/APIReference/API_PutMetricData.html")
    tags = ["logs", "alarms"]
    types = ("AWS::Logs::MetricFilter",)

    def check(self, resource: Resource) -> Iterator[Finding]:
        for index, item in resource.entries("MetricTransformations"):
            if shown(pick(item, "MetricNamespace")).startswith("AWS/"):
                place = ("MetricTransformations", index, "MetricNamespace")
                yield resource.finding("The namespace begins with AWS/", *place)
