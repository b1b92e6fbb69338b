"""New instances distort the average until they are warm."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import GROUP, Finding, Resource, Rule, aws, kind_of, policies_of


class WarmupChosen(Rule):
    id = "IR9328"
    shortdesc = "A group with target tracking says how long its instances warm up"
    description = (
        "Without a warm-up a booting instance counts in the average at once: the group scales "
        "too far, or takes back what it has just launched."
    )
    instead = "Set DefaultInstanceWarmup on the group"
    assumes = "instances need time after they are in service"
    source_url = aws("autoscaling/ec2/userguide/ec2-auto-scaling-default-instance-warmup.html")
    tags = ["autoscaling", "scaling"]
    types = (GROUP,)

    def check(self, resource: Resource) -> Iterator[Finding]:
        for policy in policies_of(resource):
            tracking = kind_of(policy) == "TargetTrackingScaling"
            if tracking and not resource.has("DefaultInstanceWarmup"):
                if not policy.has("EstimatedInstanceWarmup"):
                    yield resource.finding_at("No warm-up is set for target tracking")
                    return
