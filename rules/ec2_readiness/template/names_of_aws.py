"""A value that the service does not know."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import (
    ALARM,
    GROUP,
    HOOK,
    LAUNCH_TEMPLATE,
    LISTENER,
    LISTENER_RULE,
    LOAD_BALANCER,
    POLICY,
    TARGET_GROUP,
    Finding,
    Resource,
    Rule,
    Value,
    aws,
    entries,
    names,
    nearest,
    pick,
    written_on,
)

MIXED = ("MixedInstancesPolicy", "InstancesDistribution")
TRACKED = ("TargetTrackingConfiguration", "PredefinedMetricSpecification")
Keys = tuple[str, ...]

# Where a value of each list stands; a star is every item of a list.
PLACES: dict[str, list[tuple[Keys, str]]] = {
    GROUP: [
        (("HealthCheckType",), "health check types"),
        (("TerminationPolicies", "*"), "termination policies"),
        (("NotificationConfigurations", "*", "NotificationTypes", "*"), "group notifications"),
        (("MetricsCollection", "*", "Granularity"), "metric granularities"),
        (("MetricsCollection", "*", "Metrics", "*"), "group metrics"),
        (("LifecycleHookSpecificationList", "*", "LifecycleTransition"), "lifecycle transitions"),
        (("LifecycleHookSpecificationList", "*", "DefaultResult"), "hook results"),
        ((*MIXED, "SpotAllocationStrategy"), "spot strategies"),
        ((*MIXED, "OnDemandAllocationStrategy"), "on-demand strategies"),
    ],
    POLICY: [
        (("AdjustmentType",), "adjustment types"),
        (("PolicyType",), "policy types"),
        (("MetricAggregationType",), "aggregations"),
        ((*TRACKED, "PredefinedMetricType"), "tracked metrics"),
    ],
    HOOK: [
        (("LifecycleTransition",), "lifecycle transitions"),
        (("DefaultResult",), "hook results"),
    ],
    "AWS::AutoScaling::WarmPool": [(("PoolState",), "warm pool states")],
    LAUNCH_TEMPLATE: [
        (("TagSpecifications", "*", "ResourceType"), "tagged launch templates"),
        (("LaunchTemplateData", "TagSpecifications", "*", "ResourceType"), "tagged at launch"),
        (("LaunchTemplateData", "BlockDeviceMappings", "*", "Ebs", "VolumeType"), "volume types"),
        (("LaunchTemplateData", "CreditSpecification", "CpuCredits"), "credit options"),
        (("LaunchTemplateData", "MetadataOptions", "HttpTokens"), "metadata tokens"),
        (("LaunchTemplateData", "MetadataOptions", "HttpEndpoint"), "metadata endpoint"),
        (("LaunchTemplateData", "InstanceInitiatedShutdownBehavior"), "shutdown behaviours"),
        (("LaunchTemplateData", "Placement", "Tenancy"), "tenancies"),
        (("LaunchTemplateData", "InstanceMarketOptions", "MarketType"), "market types"),
    ],
    LOAD_BALANCER: [(("Scheme",), "schemes"), (("IpAddressType",), "address types")],
    TARGET_GROUP: [(("TargetType",), "target types")],
    LISTENER: [
        (("DefaultActions", "*", "Type"), "action types"),
        (("DefaultActions", "*", "RedirectConfig", "StatusCode"), "redirect codes"),
        (("DefaultActions", "*", "FixedResponseConfig", "ContentType"), "response types"),
    ],
    LISTENER_RULE: [
        (("Actions", "*", "Type"), "action types"),
        (("Actions", "*", "RedirectConfig", "StatusCode"), "redirect codes"),
        (("Actions", "*", "FixedResponseConfig", "ContentType"), "response types"),
    ],
    "AWS::Logs::MetricFilter": [(("MetricTransformations", "*", "Unit"), "units")],
    ALARM: [
        (("ComparisonOperator",), "comparisons"),
        (("Statistic",), "statistics"),
        (("TreatMissingData",), "missing data"),
        (("Unit",), "units"),
    ],
    "AWS::WAFv2::WebACL": [
        (("Rules", "*", "Statement", "ManagedRuleGroupStatement", "Name"), "managed rule groups"),
    ],
}


def found_at(value: Value, keys: Keys) -> Iterator[tuple[tuple[str | int, ...], Value]]:
    """Every value at these keys, with its place."""
    if not keys:
        yield (), value
    elif keys[0] == "*":
        for index, item in entries(value):
            for place, found in found_at(item, keys[1:]):
                yield (index, *place), found
    else:
        for place, found in found_at(pick(value, keys[0]), keys[1:]):
            yield (keys[0], *place), found


class NamesOfAws(Rule):
    id = "ER9912"
    shortdesc = "A value that is one of a list is spelt as in the list"
    description = (
        "Auto Scaling, EC2, Elastic Load Balancing, CloudWatch and WAF refuse a value that is "
        "not on their list: a termination policy, a notification type, a Spot strategy. A "
        "value that is like none of the list may be newer than it."
    )
    instead = "Write one of the names that the service knows"
    source_url = aws("autoscaling/ec2/APIReference/API_CreateAutoScalingGroup.html")
    tags = ["template"]
    types = tuple(PLACES)

    def check(self, resource: Resource) -> Iterator[Finding]:
        for keys, kind in PLACES[resource.type]:
            for place, value in found_at(resource.properties, keys):
                if (
                    not isinstance(value, str)
                    or self._is_listed(kind, value)
                    or value.startswith("arn:")
                ):
                    continue
                near = nearest(kind, value)
                hint = f"; did you mean {near}?" if near else ""
                unless = "" if near else f"AWS has added it since {written_on(kind)}"
                text = f"{value!r} is none of the {kind}{hint}"
                yield resource.finding(text, *place, unless=unless)

    @staticmethod
    def _is_listed(kind: str, value: str) -> bool:
        """Health check types may be several, with commas between."""
        values = value.split(",") if kind == "health check types" else [value]
        return all(one.strip() in names(kind) for one in values)
