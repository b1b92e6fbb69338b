"""A default value, for no known combination of dimensions."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import Finding, Resource, Rule, aws, is_stated, pick


class DefaultWithoutDimensions(Rule):
    id = "ER9710"
    shortdesc = "A metric filter has a default value or dimensions, not both"
    description = "CloudWatch Logs refuses a transformation with DefaultValue and Dimensions."
    instead = "Leave one of the two out"
    source_url = aws("AmazonCloudWatchLogs/latest/APIReference/API_MetricTransformation.html")
    tags = ["logs"]
    types = ("AWS::Logs::MetricFilter",)

    def check(self, resource: Resource) -> Iterator[Finding]:
        for index, item in resource.entries("MetricTransformations"):
            if is_stated(pick(item, "DefaultValue")) and is_stated(pick(item, "Dimensions")):
                yield resource.finding(
                    "A default value beside dimensions", "MetricTransformations", index
                )
