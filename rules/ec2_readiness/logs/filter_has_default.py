"""A filter's metric between two matches."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import Finding, Resource, Rule, aws, pick


class FilterHasDefault(Rule):
    id = "WR9709"
    shortdesc = "A metric filter without dimensions has a default value"
    description = (
        "Without DefaultValue the metric has data only while something matches: alarms on it "
        "have nothing to look at when all is well."
    )
    instead = "Set DefaultValue: 0"
    source_url = aws(
        "AWSCloudFormation/latest/TemplateReference/aws-properties-logs-metricfilter-metrictransformation.html"
    )
    tags = ["logs", "alarms"]
    types = ("AWS::Logs::MetricFilter",)

    def check(self, resource: Resource) -> Iterator[Finding]:
        for index, item in resource.entries("MetricTransformations"):
            counts = pick(item, "MetricValue") in ("1", 1)
            if counts and pick(item, "DefaultValue") is None and pick(item, "Dimensions") is None:
                yield resource.finding(
                    "The metric has no value while nothing matches", "MetricTransformations", index
                )
