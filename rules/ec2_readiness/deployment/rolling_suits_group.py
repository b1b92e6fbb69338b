"""A rolling update that takes an hour and more, with half of Auto Scaling's processes suspended."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import GROUP, Finding, Resource, Rule, aws, number, pick

MANY_BATCHES = 10
ON_DEMAND = (
    "MixedInstancesPolicy",
    "InstancesDistribution",
    "OnDemandPercentageAboveBaseCapacity",
)


class RollingSuitsGroup(Rule):
    id = "IR9236"
    shortdesc = "A large group, or one with Spot instances, is replaced by an instance refresh"
    description = (
        "A rolling update is to suspend health checks and replacements. With Spot instances, or "
        "over many batches, instances are lost meanwhile and not replaced."
    )
    instead = "Consider AutoScalingInstanceRefresh, or larger batches"
    source_url = aws("AWSCloudFormation/latest/TemplateReference/aws-attribute-updatepolicy.html")
    tags = ["deployment", "autoscaling"]
    types = (GROUP,)

    def check(self, resource: Resource) -> Iterator[Finding]:
        keys = ("UpdatePolicy", "AutoScalingRollingUpdate")
        update = resource.part(*keys)
        if not isinstance(update, dict):
            return
        policy = resource.get("MixedInstancesPolicy")
        on_demand = number(pick(pick(policy, ON_DEMAND[1]), ON_DEMAND[2]))
        if on_demand is not None and on_demand < 100:
            yield resource.finding("Spot instances are replaced by a rolling update", *ON_DEMAND)
            return
        batch, most = number(pick(update, "MaxBatchSize")) or 1, resource.number("MaxSize")
        if most is not None and most / batch > MANY_BATCHES:
            yield resource.finding_at(
                f"{most:g} instances are replaced in batches of {batch:g}", *keys, "MaxBatchSize"
            )
