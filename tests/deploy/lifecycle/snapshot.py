"""Snapshots of a deployed stack, to compare before and after an update."""

from __future__ import annotations

from typing import Any

from tests.deploy.checks import fleet, instance, listeners, load_balancer, targets
from tests.deploy.stack.deployed_stack import DeployedStack

Data = dict[str, Any]
_VOLATILE = (
    "AlarmConfigurationUpdatedTimestamp", "CreatedTime", "CreateDate", "StateReason",
    "StateTransitionedTimestamp", "StateUpdatedTimestamp", "StateValue", "StateReasonData",
    "creationTime", "storedBytes",
)  # fmt: skip


def take(deployed: DeployedStack) -> Data:
    """Return the descriptions of the stack's resources by logical id."""
    found: Data = {
        "LoadBalancer": load_balancer.describe(deployed),
        "Listeners": listeners.describe(deployed),
        "AutoScalingGroup": fleet.describe(deployed),
        **_launch_template(deployed),
    }
    for name in targets.ids(deployed):
        found[name] = targets.describe(deployed, name)
    found |= deployed.alarms()
    found |= _policies(deployed)
    found |= _roles(deployed)
    found |= _log_groups(deployed)
    return dict(_without_volatile(found))


def differences(before: Data, after: Data) -> set[str]:
    """Return the names of resources that differ."""
    return {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}


def _launch_template(deployed: DeployedStack) -> Data:
    data = instance.launch_template_data(deployed)
    return {"UserData": str(data.pop("UserData", None)), "LaunchTemplate": data}


def _policies(deployed: DeployedStack) -> Data:
    group = deployed.physical_id(fleet.TYPE)
    answer = deployed.client("autoscaling").describe_policies(AutoScalingGroupName=group)
    return {each["PolicyName"]: each for each in answer["ScalingPolicies"]}


def _roles(deployed: DeployedStack) -> Data:
    return {
        name: deployed.role_statements(role)
        for name, role in deployed.physical_ids("AWS::IAM::Role").items()
    }


def _log_groups(deployed: DeployedStack) -> Data:
    client = deployed.client("logs")
    return {
        name: client.describe_log_groups(logGroupNamePrefix=group)["logGroups"]
        for name, group in deployed.physical_ids("AWS::Logs::LogGroup").items()
    }


def _without_volatile(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_volatile(item) for key, item in value.items() if key not in _VOLATILE}
    return [_without_volatile(item) for item in value] if isinstance(value, list) else value
