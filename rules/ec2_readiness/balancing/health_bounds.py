"""Counts and times out of bounds."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import TARGET_GROUP, Finding, Resource, Rule, aws

BOUNDS = {
    "HealthyThresholdCount": (2, 10),
    "UnhealthyThresholdCount": (2, 10),
    "HealthCheckIntervalSeconds": (5, 300),
    "HealthCheckTimeoutSeconds": (2, 120),
}


class HealthBounds(Rule):
    id = "ER9543"
    shortdesc = "A health check's counts and times are within bounds"
    description = (
        "Thresholds are 2 to 10, the interval 5 to 300 and the timeout 2 to 120 seconds; "
        "Elastic Load Balancing refuses anything else."
    )
    instead = "Write a value within the bounds"
    source_url = aws("elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html")
    tags = ["balancing", "limits"]
    types = (TARGET_GROUP,)

    def check(self, resource: Resource) -> Iterator[Finding]:
        for key, (low, high) in BOUNDS.items():
            value = resource.number(key)
            if value is not None and not low <= value <= high:
                yield resource.finding(f"{value:g} is not within {low} and {high}", key)
