"""Predictive scaling that only forecasts."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import POLICY, Finding, Resource, Rule, aws

SPEC = "PredictiveScalingConfiguration"


class PredictionScales(Rule):
    id = "WR9348"
    shortdesc = "Predictive scaling says whether it scales"
    description = (
        "Without Mode a predictive policy is ForecastOnly: it draws forecasts and changes nothing."
    )
    instead = "Write Mode: ForecastAndScale, or Mode: ForecastOnly if that is meant"
    source_url = aws("autoscaling/ec2/APIReference/API_PredictiveScalingConfiguration.html")
    tags = ["autoscaling", "scaling"]
    types = (POLICY,)

    def check(self, resource: Resource) -> Iterator[Finding]:
        if resource.states(SPEC) and not resource.has(SPEC, "Mode"):
            yield resource.finding("The policy has no Mode", SPEC)
