"""How far maintenance may go below and above the desired size."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import GROUP, Finding, Resource, Rule, aws


class MaintenanceBounds(Rule):
    id = "ER9332"
    shortdesc = "The percentages of an instance maintenance policy fit together"
    description = (
        "MinHealthyPercentage is 0 to 100, MaxHealthyPercentage 100 to 200, they are at most "
        "100 apart and stand together; Auto Scaling refuses anything else."
    )
    instead = "Write for example MinHealthyPercentage: 100 and MaxHealthyPercentage: 150"
    source_url = aws("autoscaling/ec2/APIReference/API_InstanceMaintenancePolicy.html")
    tags = ["autoscaling", "deployment"]
    types = (GROUP,)

    def check(self, resource: Resource) -> Iterator[Finding]:
        key = "InstanceMaintenancePolicy"
        policy = resource.get(key)
        least = resource.number(key, "MinHealthyPercentage")
        most = resource.number(key, "MaxHealthyPercentage")
        if isinstance(policy, dict) and len(policy) == 1:
            yield resource.finding("One percentage stands without the other", key)
        elif least is None or most is None or (least, most) == (-1, -1):
            return
        elif not 0 <= least <= 100 or not 100 <= most <= 200 or most - least > 100:
            yield resource.finding(f"{least:g} and {most:g} percent do not fit together", key)
