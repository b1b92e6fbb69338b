"""What IAM and resource policies allow."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ec2_readiness.engine._memo import memoized
from ec2_readiness.engine._resource import Resource
from ec2_readiness.engine._values import Hole, Value, as_list, is_other, pick, shown, string

ROLE = "AWS::IAM::Role"
_ATTACHED = ("AWS::IAM::Policy", "AWS::IAM::ManagedPolicy", "AWS::IAM::RolePolicy")
ROLE_POLICIES = (ROLE, *_ATTACHED)  # the types that hold what a role is allowed to do

# The managed policies that instances mostly have, by name; any other is not known here.
_MANAGED: dict[str, tuple[str, ...]] = {
    "AmazonSSMManagedInstanceCore": (
        "ssm:DescribeAssociation",
        "ssm:GetDeployablePatchSnapshotForInstance",
        "ssm:GetDocument",
        "ssm:DescribeDocument",
        "ssm:GetManifest",
        "ssm:GetParameter",
        "ssm:GetParameters",
        "ssm:ListAssociations",
        "ssm:ListInstanceAssociations",
        "ssm:Put*",
        "ssm:Update*",
        "ssmmessages:*",
        "ec2messages:*",
    ),
    "CloudWatchAgentServerPolicy": (
        "cloudwatch:PutMetricData",
        "ec2:DescribeVolumes",
        "ec2:DescribeTags",
        "logs:PutLogEvents",
        "logs:PutRetentionPolicy",
        "logs:DescribeLogStreams",
        "logs:DescribeLogGroups",
        "logs:CreateLogStream",
        "logs:CreateLogGroup",
        "xray:*",
        "ssm:GetParameter",
    ),
    "AmazonS3ReadOnlyAccess": ("s3:Get*", "s3:List*", "s3:Describe*", "s3-object-lambda:*"),
    "AmazonEC2ContainerRegistryReadOnly": ("ecr:*",),
}


def statements(document: Value) -> Iterator[tuple[tuple[str | int, ...], Value]]:
    """The statements of a policy, with their places."""
    value = pick(document, "Statement")
    if isinstance(value, list):
        for index, statement in enumerate(value):
            yield ("Statement", index), statement
    elif isinstance(value, dict):
        yield ("Statement",), value


def documents(resource: Resource) -> Iterator[tuple[tuple[str | int, ...], Value]]:
    """The permission policies that a role, user, group or policy resource holds."""
    if resource.has("PolicyDocument"):
        yield ("PolicyDocument",), resource.get("PolicyDocument")
    for index, policy in resource.entries("Policies"):
        yield ("Policies", index, "PolicyDocument"), pick(policy, "PolicyDocument")


@memoized
def policies_for(role: Resource) -> list[Resource]:
    """The policy resources of this template that are attached to the role."""
    return [policy for policy in role.view.of(*_ATTACHED) if _is_attached(policy, role)]


def _is_attached(policy: Resource, role: Resource) -> bool:
    holders = [*as_list(policy.get("Roles")), policy.get("RoleName")]
    return any(role.is_ref(holder) for holder in holders)


@memoized
def allowed(role: Resource) -> set[str] | None:
    """The action patterns that the role is allowed; None where not all of them are known."""
    found: set[str] = set()
    for holder in [role, *policies_for(role)]:
        for _, document in documents(holder):
            if document is None or not _collect(document, found):
                return None
    for arn in as_list(role.get("ManagedPolicyArns")):
        target = role.view.target(arn)
        actions = _MANAGED.get(shown(arn).rsplit("/", 1)[-1])
        if target is not None and target.type == "AWS::IAM::ManagedPolicy":
            if not _collect(target.get("PolicyDocument"), found):
                return None
        elif actions is None:
            return None
        else:
            found |= set(actions)
    return found


def _collect(document: Value, found: set[str]) -> bool:
    if not isinstance(pick(document, "Statement"), (list, dict)):
        return False
    for _, statement in statements(document):
        if not isinstance(statement, dict):
            return False
        if statement.get("NotAction") is not None:
            return False
        if statement.get("Effect") != "Allow":
            continue
        for action in as_list(statement.get("Action")):
            name = string(action)
            if name is None:
                return False
            found.add(name)
    return True


def matches(pattern: str, action: str) -> bool:
    """The pattern of a statement covers the action, by the wildcards that IAM knows."""
    if "*" not in pattern and "?" not in pattern:  # by far the most frequent
        return pattern.lower() == action.lower()
    expression = re.escape(pattern).replace(r"\*", ".*").replace(r"\?", ".")
    return re.fullmatch(expression, action, re.IGNORECASE) is not None


def allows(patterns: set[str], action: str) -> bool:
    return any(matches(pattern, action) for pattern in patterns)


def admits_service(document: Value, service: str, action: str) -> bool | None:
    """The resource policy lets an AWS service do this; None where that is not known."""
    if not isinstance(pick(document, "Statement"), (list, dict)):
        return None
    is_known = True
    for _, statement in statements(document):
        if not isinstance(statement, dict):
            return None
        if not is_other(statement.get("Effect"), "Allow") and _is_for(statement, service, action):
            return True if string(statement.get("Effect")) == "Allow" else None
        if any(isinstance(holder, Hole) for holder in _holders(statement)):
            is_known = False
    return False if is_known else None


def _is_for_services(condition: Value) -> bool:
    """A wildcard principal includes services, unless the condition restricts the caller."""
    tests = condition.values() if isinstance(condition, dict) else ()
    keys = {str(key).lower() for test in tests if isinstance(test, dict) for key in test}
    return not any(key.startswith(("kms:caller", "kms:via", "aws:principal")) for key in keys)


def _excludes(condition: Value, service: str) -> bool:
    """A condition that no call of this service meets."""
    for test in condition.values() if isinstance(condition, dict) else ():
        for key, value in test.items() if isinstance(test, dict) else ():
            name, texts = str(key).lower(), [shown(one) for one in as_list(value)]
            if name == "aws:sourcearn" and not any(_is_of(text, service) for text in texts):
                return True
            context = name.startswith("kms:encryptioncontext:") and service == "logs"
            if context and not name.endswith(":aws:logs:arn"):
                return True
    return False


def _is_of(arn: str, service: str) -> bool:
    if "${?}" in arn:
        return True
    parts = re.sub(r"\$\{[^}]*\}", "?", arn).split(":")
    if len(parts) < 3 or not arn.startswith(("arn:", "*", "${")):
        return "*" in arn or ("." in arn and arn.startswith("${"))
    return any(mark in parts[2] for mark in "*?") or parts[2] == service


def _holders(statement: dict[str, Value]) -> list[Value]:
    """The principals of a statement."""
    principal = statement.get("Principal")
    if not isinstance(principal, dict):
        return as_list(principal)
    return as_list(principal.get("Service")) + as_list(principal.get("AWS"))


def _is_for(statement: dict[str, Value], service: str, action: str) -> bool:
    holders = _holders(statement)
    wildcard = _is_for_services(statement.get("Condition"))
    named = any((shown(h) == "*" and wildcard) or shown(h).startswith(service) for h in holders)
    if _excludes(statement.get("Condition"), service.split(".", maxsplit=1)[0]):
        return False
    actions = [shown(a) for a in as_list(statement.get("Action"))]
    return named and any("${" in a or matches(a, action) for a in actions)
