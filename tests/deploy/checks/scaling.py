"""The scaling policies, their alarms, and scheduled actions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.deploy.checks import fleet
from tests.deploy.checks.compare import same, setting
from tests.deploy.stack.deployed_stack import DeployedStack

TYPE = "AWS::AutoScaling::ScalingPolicy"
Data = dict[str, Any]
_STEPS = {"ScaleOutPolicy": ("scaling.scale_out", 1), "ScaleInPolicy": ("scaling.scale_in", -1)}


def check(deployed: DeployedStack) -> Iterator[str]:
    """Compare the policies with the config."""
    policies = _policies(deployed)
    for name, arn in deployed.physical_ids(TYPE).items():
        if arn not in policies:
            yield f"{name} does not belong to the group"
        elif name in _STEPS:
            yield from _CHECKS[policies[arn]["PolicyType"]](deployed, name, policies[arn])
        elif policies[arn]["PolicyType"] == "TargetTrackingScaling":
            yield from _tracking(deployed, name, policies[arn])
    yield from _alarms(deployed, policies)
    yield from _scheduled(deployed)


def _policies(deployed: DeployedStack) -> dict[str, Data]:
    client = deployed.client("autoscaling")
    group = deployed.physical_id(fleet.TYPE)
    answer = client.describe_policies(AutoScalingGroupName=group)
    return {each["PolicyARN"]: each for each in answer["ScalingPolicies"]}


def _simple(deployed: DeployedStack, name: str, policy: Data) -> Iterator[str]:
    path, sign = _STEPS[name]
    config = deployed.config
    change = policy.get("ScalingAdjustment", 0)
    yield from setting(config, f"{path}.change_percent", f"{name}'s change", change * sign)
    yield from setting(config, f"{path}.cooldown", f"{name}'s cooldown", policy.get("Cooldown"))
    yield from same(f"{name}'s MinAdjustmentMagnitude", policy.get("MinAdjustmentMagnitude"), 1)


def _steps(deployed: DeployedStack, name: str, policy: Data) -> Iterator[str]:
    """Compare steps with the config; yield gaps and overlaps."""
    path, sign = _STEPS[name]
    asked = deployed.config.setting(f"scaling.step.{path.removeprefix('scaling.')}", [])
    found = policy["StepAdjustments"]
    changes = sorted(each["ScalingAdjustment"] * sign for each in found)
    yield from same(f"{name}'s steps", changes, sorted(each["change_percent"] for each in asked))
    lower, upper = ("MetricIntervalLowerBound", "MetricIntervalUpperBound")[::sign]
    starts = sorted(each.get(lower, 0.0) * sign for each in found)
    ends = sorted(each[upper] * sign for each in found if upper in each)
    yield from same(f"the ends of {name}'s steps", ends, starts[1:])
    yield from same(f"{name}'s MinAdjustmentMagnitude", policy.get("MinAdjustmentMagnitude"), 1)


_CHECKS = {"SimpleScaling": _simple, "StepScaling": _steps}


def _scheduled(deployed: DeployedStack) -> Iterator[str]:
    client = deployed.client("autoscaling")
    group = deployed.physical_id(fleet.TYPE)
    answer = client.describe_scheduled_actions(AutoScalingGroupName=group)
    found = {each["Recurrence"]: each for each in answer["ScheduledUpdateGroupActions"]}
    for action in deployed.config.setting("scaling.schedule", []):
        here = found.get(action["cron"], {})
        for key, name in (("min_size", "MinSize"), ("max_size", "MaxSize")):
            if action.get(key) is not None:
                yield from same(f"{action['name']}'s {name}", here.get(name), action[key])


def _tracking(deployed: DeployedStack, name: str, policy: Data) -> Iterator[str]:
    expected = deployed.expected(TYPE)[name]["TargetTrackingConfiguration"]
    target = policy["TargetTrackingConfiguration"]["TargetValue"]
    yield from same(f"{name}'s target", target, expected["TargetValue"])
    label = expected.get("PredefinedMetricSpecification", {}).get("ResourceLabel")
    if label and not all(
        any(part in each for each in deployed.ids.values()) for part in _halves(label)
    ):
        yield f"{name} tracks {label}, which is not in this stack"


def _halves(label: str) -> list[str]:
    balancer, separator, group = label.partition("/targetgroup/")
    return [balancer, separator.strip("/") + "/" + group]


def _alarms(deployed: DeployedStack, policies: dict[str, Data]) -> Iterator[str]:
    """Yield policies without an alarm, and alarms that change the capacity the wrong way."""
    alarms = deployed.alarms().values()
    for arn, policy in policies.items():
        causes = [alarm for alarm in alarms if arn in alarm["AlarmActions"]]
        if policy["PolicyType"] in _CHECKS and not causes:
            yield f"{policy['PolicyName']} has no alarm"
        for alarm in causes:
            grows = alarm["ComparisonOperator"].startswith("GreaterThan")
            if grows != (_change(policy) > 0):
                yield f"{alarm['AlarmName']} changes the capacity the wrong way"


def _change(policy: Data) -> int:
    steps = [each["ScalingAdjustment"] for each in policy.get("StepAdjustments", [])]
    return int(steps[0] if steps else policy.get("ScalingAdjustment", 1))
