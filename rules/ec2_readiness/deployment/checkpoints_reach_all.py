"""A refresh that stops before the last instance."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import GROUP, Finding, Resource, Rule, as_list, aws, number

KEYS = ("UpdatePolicy", "AutoScalingInstanceRefresh", "Preferences", "CheckpointPercentages")


class CheckpointsReachAll(Rule):
    id = "WR9237"
    shortdesc = "The checkpoints of an instance refresh ascend to 100 percent"
    description = (
        "The last checkpoint is where the refresh ends: below 100 percent the rest of the "
        "instances keep the old launch template, and the deploy reports success."
    )
    instead = "Make 100 the last of CheckpointPercentages"
    source_url = aws("autoscaling/ec2/userguide/asg-adding-checkpoints-instance-refresh.html")
    tags = ["deployment"]
    types = (GROUP,)

    def check(self, resource: Resource) -> Iterator[Finding]:
        values = [number(value) for value in as_list(resource.part(*KEYS))]
        last = values[-1] if values else None
        known = [value for value in values if value is not None]
        if known != sorted(set(known)):
            yield resource.finding_at("The checkpoints do not ascend", *KEYS)
            return
        if last is not None and last < 100:
            yield resource.finding_at(f"The last checkpoint is {last:g} percent", *KEYS)
