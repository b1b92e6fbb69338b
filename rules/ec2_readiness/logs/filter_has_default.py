"""A filter's metric between two matches."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import Finding, Resource, Rule, aws, number, pick


class FilterHasDefault(Rule):
    id = "WR9709"
    shortdesc = "A metric filter without dimensions has a default value"
    description = (
        "Without DefaultValue the metric has data only while something matches: alarms on it have "
        "nothing to look at when all is well. A default other than 0 counts what is not there, and "
        "a value of 0 counts nothing."
    )
    instead = "Set DefaultValue: 0"
    source_url = aws(
        "AWSCloudFormation/latest/TemplateReference/aws-properties-logs-metricfilter-metrictransformation.html"
    )
    tags = ["logs", "alarms"]
    types = ("AWS::Logs::MetricFilter",)

    def check(self, resource: Resource) -> Iterator[Finding]:
        for index, item in resource.entries("MetricTransformations"):
            default, value = number(pick(item, "DefaultValue")), number(pick(item, "MetricValue"))
            place = ("MetricTransformations", index)
            if default is not None and default != 0 and value is not None:
                yield resource.finding(f"Nothing counts as {default:g}", *place, "DefaultValue")
            if value == 0 and (default or 0) == 0:
                yield resource.finding("Each match counts as 0", *place, "MetricValue")
            counts = pick(item, "MetricValue") in ("1", 1)
            if counts and pick(item, "DefaultValue") is None and pick(item, "Dimensions") is None:
                yield resource.finding(
                    "The metric has no value while nothing matches", "MetricTransformations", index
                )
