"""What instances may do, and what they do: each call must be allowed, and each right be used."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from tests.deploy import agent, snapshot
from tests.deploy.boot import Boot
from tests.deploy.emulator import ACCOUNT
from tests.deploy.iam import Call, allowed, applies, as_list
from tests.deploy.standing import Standing

Data = dict[str, Any]
_IAM_SERVICES = {"monitoring": "cloudwatch"}
# The helpers sign with the instance's identity, and need no right of the role.
_HELPERS = ("cfn_init", "cfn_signal")
# Rights that no boot uses, each with why it is there and the setting that it comes with.
UNUSED = {
    "logs:DescribeLogStreams": "older releases of the CloudWatch agent look for the stream's token",
    "kms:Decrypt": "the emulator decrypts secrets itself, AWS asks the role's owner",
}
# What the Systems Manager agent, which these tests have no stand-in for, is documented to call.
_SESSIONS = (
    "ssm:UpdateInstanceInformation",
    "ssmmessages:CreateControlChannel",
    "ssmmessages:CreateDataChannel",
    "ssmmessages:OpenControlChannel",
    "ssmmessages:OpenDataChannel",
)


def statements(standing: Standing) -> list[Data]:
    """Return the statements of the instances' role."""
    return snapshot.role_statements(standing, role(standing))


def role(standing: Standing) -> str:
    """Return the name of the role that the instances' profile holds."""
    (profile,) = standing.expected("AWS::IAM::InstanceProfile").values()
    return str(profile["Roles"][0])


def calls(standing: Standing, came: Boot) -> list[Call]:
    """Return the calls that a boot made, and that operation will make, as IAM sees them."""
    made = [_call(standing, each) for each in came.calls if each["caller"] not in _HELPERS]
    return [*made, *_operation(standing)]


def _operation(standing: Standing) -> Iterator[Call]:
    bastion = standing.scope.names.get("ParentSSHBastionStack")
    if standing.subject.setting("access.session_manager") and not bastion:
        yield from (Call(action) for action in _SESSIONS)


def _call(standing: Standing, made: Data) -> Call:
    service = _IAM_SERVICES.get(made["service"], made["service"])
    resource = _resource(standing, made["service"], made["action"], made["parameters"])
    context = {}
    if made["action"] == "PutMetricData":
        context["cloudwatch:namespace"] = made["parameters"]["Namespace"]
    action = f"{service}:{made['action'].replace('HeadObject', 'GetObject')}"
    return Call(action, resource, context)


def _resource(standing: Standing, service: str, action: str, given: Data) -> str:
    """Return the ARN that a call is about, `*` where the action knows no resource."""
    prefix = f"arn:aws:{service}:{standing.subject.region}:{ACCOUNT}"
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


def check(standing: Standing, came: Boot) -> Iterator[str]:
    """Complain of a call that is not allowed, and of a right that nothing uses."""
    known = statements(standing)
    made = calls(standing, came)
    for call in sorted({str(call): call for call in made}.values(), key=str):
        if not allowed(known, call):
            yield f"not allowed: {call}"
    for statement in known:
        yield from _unused(statement, made)
    yield from _bounded(standing, known)
    yield from _trust(standing)


def _unused(statement: Data, made: list[Call]) -> Iterator[str]:
    for action in as_list(statement["Action"]):
        used = any(applies({**statement, "Action": action}, call) for call in made)
        if not used and action not in UNUSED:
            yield f"{statement.get('Sid')}: nothing uses {action} on {statement['Resource']}"


def _bounded(standing: Standing, known: list[Data]) -> Iterator[str]:
    """Complain of a right that reaches further than what was called with it."""
    for statement in known:
        for action in as_list(statement["Action"]):
            if "*" in action:
                yield f"{statement.get('Sid')} allows {action}, which nobody can count"
        for resource in as_list(statement["Resource"]):
            if re.fullmatch(
                r"arn:[^:]*:s3:::\*.*|arn:[^:]*:(ssm|secretsmanager|logs):.*:\*", resource
            ):
                group = f"{standing.ids.get('LogGroup')}:*"
                if not resource.endswith(group):
                    yield f"{statement.get('Sid')} reaches {resource}"
        if statement["Resource"] == "*" and not _nameless(statement):
            yield f"{statement.get('Sid')} reaches everything"


def _nameless(statement: Data) -> bool:
    """Tell whether all actions of a statement know no resource, by the service reference."""
    known = (
        "elasticloadbalancing:DescribeTargetHealth",
        "autoscaling:DescribeAutoScalingInstances",
        "cloudwatch:PutMetricData",
        "ecr:GetAuthorizationToken",
        "ec2:DescribeTags",
        *_SESSIONS,
    )
    return all(action in known for action in as_list(statement["Action"]))


def _trust(standing: Standing) -> Iterator[str]:
    document = standing.client("iam").get_role(RoleName=role(standing))["Role"]
    for statement in document["AssumeRolePolicyDocument"]["Statement"]:
        if statement["Principal"] != {"Service": "ec2.amazonaws.com"}:
            yield f"{statement['Principal']} may take the instances' role"


def features(standing: Standing, came: Boot) -> str:
    """Return, for the report, how many calls used how many statements."""
    distinct = {str(call) for call in calls(standing, came)}
    kept = [action for action in UNUSED if _grants(standing, action)]
    why = "; ".join(f"{action} unused: {UNUSED[action]}" for action in kept)
    metrics = sum(
        len(agent.measured(config.get("metrics", {}))) for config in agent.configs(standing)
    )
    said = f"{len(distinct)} calls, {len(statements(standing))} statements, {metrics} metrics"
    return f"{said}; {why}" if why else said


def _grants(standing: Standing, action: str) -> bool:
    return any(action in as_list(each["Action"]) for each in statements(standing))
