"""How the fleet follows the load: the policies, and what sets each of them off."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.deploy.checks import fleet
from tests.deploy.checks.compare import same, setting
from tests.deploy.standing import Standing

TYPE = "AWS::AutoScaling::ScalingPolicy"
Data = dict[str, Any]
_STEPS = {"ScaleOutPolicy": ("scaling.scale_out", 1), "ScaleInPolicy": ("scaling.scale_in", -1)}


def check(standing: Standing) -> Iterator[str]:
    """Compare the policies with the config."""
    policies = _policies(standing)
    for name, arn in standing.deployed(TYPE).items():
        if arn not in policies:
            yield f"{name} does not belong to the group"
        elif name in _STEPS:
            yield from _simple(standing, name, policies[arn])
        elif policies[arn]["PolicyType"] == "TargetTrackingScaling":
            yield from _tracking(standing, name, policies[arn])
    yield from _alarms(standing, policies)


def _policies(standing: Standing) -> dict[str, Data]:
    client = standing.client("autoscaling")
    group = standing.one(fleet.TYPE)
    answer = client.describe_policies(AutoScalingGroupName=group)
    return {each["PolicyARN"]: each for each in answer["ScalingPolicies"]}


def _simple(standing: Standing, name: str, policy: Data) -> Iterator[str]:
    path, sign = _STEPS[name]
    subject = standing.subject
    change = policy.get("ScalingAdjustment", 0)
    yield from setting(subject, f"{path}.change_percent", f"{name}'s change", change * sign)
    yield from setting(subject, f"{path}.cooldown", f"{name}'s cooldown", policy.get("Cooldown"))
    yield from same(f"{name}'s least change", policy.get("MinAdjustmentMagnitude"), 1)


def _tracking(standing: Standing, name: str, policy: Data) -> Iterator[str]:
    expected = standing.expected(TYPE)[name]["TargetTrackingConfiguration"]
    target = policy["TargetTrackingConfiguration"]["TargetValue"]
    yield from same(f"{name}'s target", target, expected["TargetValue"])
    label = expected.get("PredefinedMetricSpecification", {}).get("ResourceLabel")
    names = {standing.ids[each] for each in standing.ids}
    if label and not all(any(part in each for each in names) for part in _halves(label)):
        yield f"{name} follows {label}, which is not in this stack"


def _halves(label: str) -> list[str]:
    balancer, separator, group = label.partition("/targetgroup/")
    return [balancer, separator.strip("/") + "/" + group]


def _alarms(standing: Standing, policies: dict[str, Data]) -> Iterator[str]:
    """Complain of a policy that nothing sets off, or that is set off in the wrong direction."""
    answer = standing.client("cloudwatch").describe_alarms()
    alarms = [each for each in answer["MetricAlarms"] if each["AlarmName"] in standing.ids.values()]
    for arn, policy in policies.items():
        causes = [alarm for alarm in alarms if arn in alarm["AlarmActions"]]
        if policy["PolicyType"] == "SimpleScaling" and not causes:
            yield f"nothing sets {policy['PolicyName']} off"
        for alarm in causes:
            grows = alarm["ComparisonOperator"].startswith("GreaterThan")
            if grows != (policy.get("ScalingAdjustment", 1) > 0):
                yield f"{alarm['AlarmName']} changes the fleet the wrong way"
