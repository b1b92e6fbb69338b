"""Permissions of instances: each call must be allowed, and each permission be used."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from tests.deploy.boots.boot import BootResult
from tests.deploy.boots.iam import Call, allowed, applies, as_list
from tests.deploy.stack import cloudwatch_agent
from tests.deploy.stack.deployed_stack import DeployedStack
from tests.deploy.stack.emulator import ACCOUNT

Data = dict[str, Any]
_IAM_SERVICES = {"monitoring": "cloudwatch"}
# The helpers sign with the instance identity, and need no permission of the role.
_HELPERS = ("cfn_init", "cfn_signal")
# Permissions that no boot uses, each with its reason.
UNUSED = {
    "logs:DescribeLogStreams": "older releases of the CloudWatch agent read the stream's token",
    "kms:Decrypt": "the emulator decrypts secrets itself, AWS uses the role's permission",
}
# Documented calls of the Systems Manager agent, for which there is no stand-in.
_SESSIONS = (
    "ssm:UpdateInstanceInformation",
    "ssmmessages:CreateControlChannel",
    "ssmmessages:CreateDataChannel",
    "ssmmessages:OpenControlChannel",
    "ssmmessages:OpenDataChannel",
)


def statements(deployed: DeployedStack) -> list[Data]:
    """Return the statements of the instances' role."""
    return deployed.role_statements(role(deployed))


def role(deployed: DeployedStack) -> str:
    """Return the name of the role that the instances' profile holds."""
    (profile,) = deployed.expected("AWS::IAM::InstanceProfile").values()
    return str(profile["Roles"][0])


def calls(deployed: DeployedStack, result: BootResult) -> list[Call]:
    """Return the calls that a boot made, and those of operation, in IAM's terms."""
    made = [_call(deployed, each) for each in result.calls if each["caller"] not in _HELPERS]
    return [*made, *_operation(deployed)]


def _operation(deployed: DeployedStack) -> Iterator[Call]:
    stated = deployed.config.setting("access.bastion_stack")
    bastion = stated or deployed.scope.names.get("ParentSSHBastionStack")
    if deployed.config.setting("access.session_manager") and not bastion:
        yield from (Call(action) for action in _SESSIONS)


def _call(deployed: DeployedStack, made: Data) -> Call:
    service = _IAM_SERVICES.get(made["service"], made["service"])
    resource = _resource(deployed, made["service"], made["action"], made["parameters"])
    context = {}
    if made["action"] == "PutMetricData":
        context["cloudwatch:namespace"] = made["parameters"]["Namespace"]
    action = f"{service}:{made['action'].replace('HeadObject', 'GetObject')}"
    return Call(action, resource, context)


def _resource(deployed: DeployedStack, service: str, action: str, given: Data) -> str:
    """Return the resource's ARN, or `*` if the action has no resource."""
    prefix = f"arn:aws:{service}:{deployed.config.region}:{ACCOUNT}"
    if service == "logs":
        stream = (
            f":log-stream:{given['logStreamName']}" if action == "PutLogEvents" else ":log-stream:"
        )
        return f"{prefix}:log-group:{given['logGroupName']}{stream}"
    if service == "s3":
        return f"arn:aws:s3:::{given['Path'].lstrip('/')}"
    if service == "ssm" and "Name" in given:
        return f"{prefix}:parameter/{given['Name'].lstrip('/')}"
    if service == "secretsmanager":
        given_id = given["SecretId"]
        return given_id if given_id.startswith("arn:") else f"{prefix}:secret:{given_id}-AbCdEf"
    if service == "ecr" and "repositoryName" in given:
        return f"{prefix}:repository/{given['repositoryName']}"
    if action == "CompleteLifecycleAction":
        group = given["AutoScalingGroupName"]
        return f"{prefix}:autoScalingGroup:0000-0000:autoScalingGroupName/{group}"
    return "*"


def check(deployed: DeployedStack, result: BootResult) -> Iterator[str]:
    """Yield calls that are not allowed, and permissions that are unused or too wide."""
    known = statements(deployed)
    made = calls(deployed, result)
    for call in sorted({str(call): call for call in made}.values(), key=str):
        if not allowed(known, call):
            yield f"not allowed: {call}"
    for statement in known:
        # No boot shows what the application does with what a team's partial lets it do.
        if statement.get("Sid") not in deployed.config.own_sids:
            yield from _unused(statement, made)
    yield from _bounded(deployed, known)
    yield from _trust(deployed)


def _unused(statement: Data, made: list[Call]) -> Iterator[str]:
    for action in as_list(statement["Action"]):
        used = any(applies({**statement, "Action": action}, call) for call in made)
        if not used and action not in UNUSED:
            yield f"{statement.get('Sid')}: nothing uses {action} on {statement['Resource']}"


def _bounded(deployed: DeployedStack, known: list[Data]) -> Iterator[str]:
    """Yield permissions with wildcards that are wider than the calls."""
    for statement in known:
        for action in as_list(statement["Action"]):
            if "*" in action:
                yield f"{statement.get('Sid')} allows the wildcard {action}"
        for resource in as_list(statement["Resource"]):
            if re.fullmatch(
                r"arn:[^:]*:s3:::\*.*|arn:[^:]*:(ssm|secretsmanager|logs):.*:\*", resource
            ):
                names = ("LogGroup", "SystemLogGroup")
                groups = tuple(f"{deployed.ids.get(name)}:*" for name in names)
                if not resource.endswith(groups):
                    yield f"{statement.get('Sid')} allows {resource}"
        if statement["Resource"] == "*" and not _without_resource(statement):
            yield f"{statement.get('Sid')} allows every resource"


def _without_resource(statement: Data) -> bool:
    """Return whether no action of a statement supports resource-level permissions."""
    known = (
        "elasticloadbalancing:DescribeTargetHealth",
        "autoscaling:DescribeAutoScalingInstances",
        "cloudwatch:PutMetricData",
        "ecr:GetAuthorizationToken",
        "ec2:DescribeTags",
        *_SESSIONS,
    )
    return all(action in known for action in as_list(statement["Action"]))


def _trust(deployed: DeployedStack) -> Iterator[str]:
    document = deployed.client("iam").get_role(RoleName=role(deployed))["Role"]
    for statement in document["AssumeRolePolicyDocument"]["Statement"]:
        if statement["Principal"] != {"Service": "ec2.amazonaws.com"}:
            yield f"{statement['Principal']} may assume the instances' role"


def summary(deployed: DeployedStack, result: BootResult) -> str:
    """Return the numbers of calls, statements and metrics, and unused permissions."""
    distinct = {str(call) for call in calls(deployed, result)}
    kept = [action for action in UNUSED if _grants(deployed, action)]
    why = "; ".join(f"{action} unused: {UNUSED[action]}" for action in kept)
    metrics = sum(
        len(cloudwatch_agent.measured(config.get("metrics", {})))
        for config in cloudwatch_agent.configs(deployed)
    )
    text = f"{len(distinct)} calls, {len(statements(deployed))} statements, {metrics} metrics"
    return f"{text}; {why}" if why else text


def _grants(deployed: DeployedStack, action: str) -> bool:
    return any(action in as_list(each["Action"]) for each in statements(deployed))
