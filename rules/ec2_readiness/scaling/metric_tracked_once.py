"""Two target tracking policies on one metric."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import GROUP, Finding, Resource, Rule, aws, policies_of, string

KIND = ("TargetTrackingConfiguration", "PredefinedMetricSpecification", "PredefinedMetricType")


class MetricTrackedOnce(Rule):
    id = "WR9344"
    shortdesc = "A group tracks each metric once"
    description = (
        "Policies of a group are to use different metrics. Of two on one metric the lower target "
        "decides alone, and the other one reads as if it did something."
    )
    instead = "Keep one of the two"
    source_url = aws("autoscaling/ec2/userguide/as-scaling-target-tracking.html")
    tags = ["autoscaling", "scaling"]
    types = (GROUP,)

    def check(self, resource: Resource) -> Iterator[Finding]:
        seen: dict[str, str] = {}
        for policy in policies_of(resource):
            metric = string(policy.get(*KIND))
            if metric is None or metric == "ALBRequestCountPerTarget":
                continue  # of several target groups each has its own
            if metric in seen:
                yield policy.finding(f"{seen[metric]} tracks {metric} as well", *KIND)
            seen.setdefault(metric, policy.name)
