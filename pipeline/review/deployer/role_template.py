"""The IAM policy that deploying a stack takes, and a role for a CI system that holds it."""

from __future__ import annotations

import json
from typing import Any

from pipeline.review.deployer.ci_role import BOUNDARY, GITHUB, GITLAB, SUBJECTS, ci_role
from pipeline.review.deployer.documents import documents
from pipeline.review.deployer.grants import Grant, stack_grants, unknown_types
from pipeline.review.deployer.names import Names
from pipeline.review.deployer.statements import statements, substituted
from pipeline.template.assembly import Rendering

_STACK = (
    "arn:${AWS::Partition}:cloudformation:${AWS::Region}:${AWS::AccountId}:stack/${StackName}/*"
)
_ITSELF = "arn:${AWS::Partition}:iam::${AWS::AccountId}:role/${Role}"
_CHANGE_SETS = (
    "CreateChangeSet", "DeleteChangeSet", "DeleteStack", "DescribeChangeSet", "DescribeStackEvents",
    "DescribeStackResources", "DescribeStacks", "ExecuteChangeSet", "GetTemplate",
    "GetTemplateSummary",
)  # fmt: skip
# Hyphens at the start, or several in a row, are left out of physical names.
_NAMES = "[A-Za-z][A-Za-z0-9]*(-[A-Za-z0-9]+)*"
_LOWER_NAMES = "[a-z][a-z0-9]*(-[a-z0-9]+)*"


def deployment_permissions(rendering: Rendering) -> str:
    """Return a CloudFormation template, as JSON, with the policies and the role of a deployer.

    The actions are those of the registry's create, read, update and delete handlers, without
    those that IAM does not know, and as facts.py has them.
    """
    return json.dumps(_template(rendering), indent=2) + "\n"


def deployer_statements(data: dict[str, Any], region: str) -> list[dict[str, Any]]:
    """Return the statements of what may deploy a template; the role may not change itself."""
    grants = {Grant(f"cloudformation:{each}", _STACK) for each in _CHANGE_SETS}
    grants |= {Grant("cloudformation:ValidateTemplate", "*"), *stack_grants(data, region)}
    denied = {"Sid": "NotItself", "Effect": "Deny", "Action": "iam:*"}
    return [{**denied, "Resource": substituted(_ITSELF)}, *statements(grants)]


def unknown_actions(rendering: Rendering) -> list[str]:
    """Return the resource types whose actions are not known, and not in the policies."""
    return unknown_types(rendering.template.data, rendering.regions[0])


def _template(rendering: Rendering) -> dict[str, Any]:
    data = rendering.template.data
    longest = Names(data).longest_stack_name()
    policies = documents(deployer_statements(data, rendering.regions[0]), longest)
    unknown = unknown_actions(rendering)
    resources = {f"Policy{number}": _policy(each) for number, each in enumerate(policies, start=1)}
    return {
        "AWSTemplateFormatVersion": "2010-09-09",
        "Description": f"Role of a CI system that deploys {rendering.name}",
        **({"Metadata": {"ActionsNotKnown": unknown}} if unknown else {}),
        "Parameters": _parameters(
            rendering.name, longest, has_lower="LowerStackName" in json.dumps(policies)
        ),
        "Conditions": {
            "IsGitLab": {"Fn::Equals": [{"Ref": "Provider"}, GITLAB]},
            "HasBoundary": {"Fn::Not": [{"Fn::Equals": [{"Ref": BOUNDARY}, ""]}]},
        },
        "Resources": {**resources, "Role": ci_role()},
        "Outputs": {"Role": {"Value": {"Fn::GetAtt": ["Role", "Arn"]}}},
    }


def _parameters(environment: str, longest: int, *, has_lower: bool) -> dict[str, Any]:
    """Return the parameters; `longest` is how long the stack's name may be."""
    limits = {"MaxLength": longest, "ConstraintDescription": f"at most {longest} characters"}
    stack_name = _parameter("Name of the stack that is deployed.")
    provider = _parameter("OIDC provider of the CI system that deploys.", GITHUB)
    parameters = {
        "StackName": {**stack_name, "AllowedPattern": _NAMES, **limits},
        "Provider": {**provider, "AllowedValues": list(SUBJECTS)},
        "Repository": _parameter("Repository that deploys, as OWNER/NAME."),
        "Environment": _parameter("Environment that deploys, for GitHub.", environment),
        "Branch": _parameter("Branch that deploys, for GitLab.", "main"),
        BOUNDARY: _parameter("ARN of the role's permissions boundary, if it needs one.", ""),
    }
    if has_lower:
        lower = _parameter("The same name in lower case, for buckets.")
        parameters["LowerStackName"] = {**lower, "AllowedPattern": _LOWER_NAMES, **limits}
    return parameters


def _parameter(description: str, default: str | None = None) -> dict[str, Any]:
    parameter: dict[str, Any] = {"Type": "String", "Description": description}
    return parameter if default is None else {**parameter, "Default": default}


def _policy(document: dict[str, Any]) -> dict[str, Any]:
    return {
        "Type": "AWS::IAM::ManagedPolicy",
        "Properties": {"PolicyDocument": document, "Roles": [{"Ref": "Role"}]},
    }
