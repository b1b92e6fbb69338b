"""A minimum magnitude makes sense for percentages only."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import POLICY, Finding, Resource, Rule, aws


class MinimumMagnitudeOfPercent(Rule):
    id = "ER9312"
    shortdesc = "MinAdjustmentMagnitude comes with PercentChangeInCapacity"
    description = "Auto Scaling refuses MinAdjustmentMagnitude with any other AdjustmentType."
    instead = "Write AdjustmentType: PercentChangeInCapacity, or leave the magnitude out"
    source_url = aws(
        "AWSCloudFormation/latest/TemplateReference/aws-resource-autoscaling-scalingpolicy.html"
    )
    tags = ["autoscaling", "scaling"]
    types = (POLICY,)

    def check(self, resource: Resource) -> Iterator[Finding]:
        kind = resource.get("AdjustmentType")
        if resource.states("MinAdjustmentMagnitude") and kind in (
            None,
            "ChangeInCapacity",
            "ExactCapacity",
        ):
            yield resource.finding(
                f"MinAdjustmentMagnitude does not go with AdjustmentType {kind}",
                "MinAdjustmentMagnitude",
            )
