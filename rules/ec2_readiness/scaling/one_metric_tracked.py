"""Two metrics, or none, for target tracking."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import POLICY, Finding, Resource, Rule, aws, is_stated


class OneMetricTracked(Rule):
    id = "ER9336"
    shortdesc = "Target tracking has one metric"
    description = (
        "Auto Scaling refuses a target tracking policy with a predefined and a customized "
        "metric, or with neither."
    )
    instead = "Write PredefinedMetricSpecification or CustomizedMetricSpecification"
    source_url = aws("autoscaling/ec2/APIReference/API_TargetTrackingConfiguration.html")
    tags = ["scaling"]
    types = (POLICY,)

    def check(self, resource: Resource) -> Iterator[Finding]:
        tracking = resource.get("TargetTrackingConfiguration")
        if not isinstance(tracking, dict):
            return
        keys = ("PredefinedMetricSpecification", "CustomizedMetricSpecification")
        stated = [key for key in keys if is_stated(tracking.get(key))]
        if len(stated) == 2 or all(tracking.get(key) is None for key in keys):
            text = "Two metrics are tracked" if stated else "No metric is tracked"
            yield resource.finding(text, "TargetTrackingConfiguration")
