"""All that stands of a stack at one moment, to be compared with another moment."""

from __future__ import annotations

from typing import Any

from tests.deploy.checks import fleet, listeners, load_balancer, targets
from tests.deploy.stack.standing import Standing

Data = dict[str, Any]
_VOLATILE = (
    "AlarmConfigurationUpdatedTimestamp", "CreatedTime", "CreateDate", "StateReason",
    "StateTransitionedTimestamp", "StateUpdatedTimestamp", "StateValue", "StateReasonData",
    "creationTime", "storedBytes",
)  # fmt: skip


def take(standing: Standing) -> Data:
    """Return what stands, by logical id."""
    found: Data = {
        "LoadBalancer": load_balancer.describe(standing),
        "Listeners": listeners.describe(standing),
        "AutoScalingGroup": fleet.describe(standing),
        "UserData": _user_data(standing),
    }
    for name in targets.ids(standing):
        found[name] = targets.describe(standing, name)
    found |= standing.alarms()
    found |= _policies(standing)
    found |= _roles(standing)
    found |= _log_groups(standing)
    return dict(_settled(found))


def differences(before: Data, after: Data) -> set[str]:
    """Return the names of what is not as it was."""
    return {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}


def user_data(standing: Standing) -> Data:
    """Return the launch template data that the group uses now."""
    chosen = fleet.describe(standing).get("LaunchTemplate") or {
        "LaunchTemplateId": standing.one("AWS::EC2::LaunchTemplate"), "Version": "$Latest"
    }  # fmt: skip
    answer = standing.client("ec2").describe_launch_template_versions(
        LaunchTemplateId=chosen["LaunchTemplateId"], Versions=[chosen["Version"]]
    )
    return dict(answer["LaunchTemplateVersions"][0]["LaunchTemplateData"])


def _user_data(standing: Standing) -> str:
    return str(user_data(standing).get("UserData"))


def _policies(standing: Standing) -> Data:
    group = standing.one(fleet.TYPE)
    answer = standing.client("autoscaling").describe_policies(AutoScalingGroupName=group)
    return {each["PolicyName"]: each for each in answer["ScalingPolicies"]}


def _roles(standing: Standing) -> Data:
    return {
        name: role_statements(standing, role)
        for name, role in standing.deployed("AWS::IAM::Role").items()
    }


def role_statements(standing: Standing, role: str) -> list[Data]:
    """Return the statements of a role's inline policies."""
    client = standing.client("iam")
    names = client.list_role_policies(RoleName=role)["PolicyNames"]
    documents = [client.get_role_policy(RoleName=role, PolicyName=name) for name in names]
    return [each for document in documents for each in document["PolicyDocument"]["Statement"]]


def _log_groups(standing: Standing) -> Data:
    client = standing.client("logs")
    return {
        name: client.describe_log_groups(logGroupNamePrefix=group)["logGroups"]
        for name, group in standing.deployed("AWS::Logs::LogGroup").items()
    }


def _settled(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _settled(item) for key, item in value.items() if key not in _VOLATILE}
    return [_settled(item) for item in value] if isinstance(value, list) else value
