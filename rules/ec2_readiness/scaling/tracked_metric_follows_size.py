"""A tracked metric that instances do not change."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import POLICY, Finding, Resource, Rule, aws, entries, pick, string

SPEC = ("TargetTrackingConfiguration", "CustomizedMetricSpecification")
TOTALS = {
    "AWS/ApplicationELB": (
        "RequestCount",
        "ActiveConnectionCount",
        "NewConnectionCount",
        "ProcessedBytes",
        "HealthyHostCount",
        "TargetResponseTime",
    ),
    "AWS/ELB": ("RequestCount", "Latency"),
    "AWS/SQS": ("ApproximateNumberOfMessagesVisible", "NumberOfMessagesSent"),
}


class TrackedMetricFollowsSize(Rule):
    id = "WR9343"
    shortdesc = "Target tracking follows a metric that falls when instances are added"
    description = (
        "A load balancer's requests or latency and a queue's messages do not fall in proportion "
        "when instances are added, and one instance's metric says nothing of the others: the "
        "group scales to its maximum, or never."
    )
    instead = "Track a value for each instance: ALBRequestCountPerTarget, or metric math"
    assumes = "the load does not depend on the number of instances"
    source_url = aws("autoscaling/ec2/userguide/as-scaling-target-tracking.html")
    tags = ["autoscaling", "scaling"]
    types = (POLICY,)

    def check(self, resource: Resource) -> Iterator[Finding]:
        namespace, metric = (
            string(resource.get(*SPEC, key)) for key in ("Namespace", "MetricName")
        )
        if metric in TOTALS.get(namespace or "", ()):
            yield resource.finding(
                f"{metric} does not follow the size of the group", *SPEC, "MetricName"
            )
        for index, item in entries(resource.get(*SPEC, "Dimensions")):
            if pick(item, "Name") == "InstanceId":
                yield resource.finding("The metric of one instance", *SPEC, "Dimensions", index)
