"""A label that only request tracking takes."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import POLICY, Finding, Resource, Rule, aws

KEYS = ("TargetTrackingConfiguration", "PredefinedMetricSpecification")


class LabelWhereItBelongs(Rule):
    id = "ER9333"
    shortdesc = "Only request count tracking has a resource label"
    description = (
        "Auto Scaling refuses a ResourceLabel with any other predefined metric than "
        "ALBRequestCountPerTarget."
    )
    instead = "Leave ResourceLabel out, or write PredefinedMetricType: ALBRequestCountPerTarget"
    source_url = aws("autoscaling/ec2/APIReference/API_PredefinedMetricSpecification.html")
    tags = ["autoscaling", "scaling"]
    types = (POLICY,)

    def check(self, resource: Resource) -> Iterator[Finding]:
        kind = resource.string(*KEYS, "PredefinedMetricType")
        if kind not in (None, "ALBRequestCountPerTarget") and resource.states(
            *KEYS, "ResourceLabel"
        ):
            yield resource.finding(f"{kind} takes no label", *KEYS, "ResourceLabel")
