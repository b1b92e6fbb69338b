"""Which instances of the group are Spot Instances.

https://docs.aws.amazon.com/autoscaling/ec2/userguide/mixed-instances-groups-set-up-overview.html
"""

from __future__ import annotations

from pipeline.review.sheet.stack import Stack
from pipeline.review.update_behaviours import GROUP


def spot_share(stack: Stack) -> str:
    """Return which instances are Spot Instances, as the subject of a sentence; empty if none is."""
    for _, group in stack.of_type(GROUP):
        mixed = group.get("MixedInstancesPolicy", {}).get("InstancesDistribution", {})
        share = 100 - stack.number(mixed.get("OnDemandPercentageAboveBaseCapacity", 100))
        base = stack.number(mixed.get("OnDemandBaseCapacity", 0))
        if share:
            above = f" above the first {base}" if base else ""
            return f"{share} percent of the instances{above} are Spot Instances"
    return ""
