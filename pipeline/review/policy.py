"""The IAM policy that deploying a stack takes, and a role for a CI system that holds it."""

from __future__ import annotations

import json
from typing import Any

from pipeline.review.iam_actions import action_resources, without_covered
from pipeline.review.permissions import stack_actions
from pipeline.template.assembly import Rendering

_ACCOUNT = "${AWS::Region}:${AWS::AccountId}"
_STACK = f"arn:${{AWS::Partition}}:cloudformation:{_ACCOUNT}:stack/${{StackName}}/*"
# CloudFormation names a resource after its stack, so that its ARN is known before there is one.
_SCOPES = {
    ("autoscaling", "autoScalingGroup"): f"autoscaling:{_ACCOUNT}:autoScalingGroup:*:"
    "autoScalingGroupName/${StackName}-*",
    ("cloudwatch", "alarm"): f"cloudwatch:{_ACCOUNT}:alarm:${{StackName}}-*",
    ("iam", "instance-profile"): "iam::${AWS::AccountId}:instance-profile/${StackName}-*",
    ("iam", "role"): "iam::${AWS::AccountId}:role/${StackName}-*",
    ("logs", "log-group"): f"logs:{_ACCOUNT}:log-group:${{StackName}}-*",
    ("s3", "bucket"): "s3:::${LowerStackName}-*",
    ("sns", "topic"): f"sns:{_ACCOUNT}:${{StackName}}-*",
}  # fmt: skip
_MOST = 6000  # characters of a managed policy; the quota is 6,144, and Fn::Sub makes names longer
_CHANGE_SETS = [
    "cloudformation:CreateChangeSet", "cloudformation:DeleteChangeSet",
    "cloudformation:DeleteStack", "cloudformation:DescribeChangeSet",
    "cloudformation:DescribeStackEvents", "cloudformation:DescribeStackResources",
    "cloudformation:DescribeStacks", "cloudformation:ExecuteChangeSet",
    "cloudformation:GetTemplate", "cloudformation:GetTemplateSummary",
]  # fmt: skip
# The OIDC provider of a CI system, and the subject of the tokens that its jobs get.
# https://docs.github.com/en/actions/how-tos/secure-your-work/security-harden-deployments/oidc-in-aws
# https://docs.gitlab.com/ci/cloud_services/aws/
_GITHUB, _GITLAB = "token.actions.githubusercontent.com", "gitlab.com"
_SUBJECTS = {
    _GITHUB: "repo:${Repository}:environment:${Environment}",
    _GITLAB: "project_path:${Repository}:ref_type:branch:ref:${Branch}",
}
# Seconds that a job may stay signed in: a deployment waits for the stack, and a job of GitHub's own
# runners ends after six hours. IAM's default is one hour, its limit twelve.
# https://docs.github.com/en/actions/reference/limits
_SESSION = 21_600
# What a web ACL can protect beside a load balancer, in the handlers of its association.
_OF_OTHERS = ("amplify", "apigateway", "apprunner", "appsync", "bedrock-agentcore", "cognito-idp")
_PASSED_TO = [
    "ec2.amazonaws.com", "chatbot.amazonaws.com", "cloudwatch.amazonaws.com", "logs.amazonaws.com",
]  # fmt: skip


def deployment_permissions(rendering: Rendering) -> str:
    """Return a CloudFormation template, as JSON, with the policies and the role of a deployer.

    The actions are those of the registry's create, read, update and delete handlers, without
    those that IAM does not know.
    """
    return json.dumps(_template(rendering), indent=2) + "\n"


def statements(rendering: Rendering) -> list[dict[str, Any]]:
    """Return the statements of the deployer's policies, one for each service and scope."""
    found = [
        _statement("ChangeSets", _CHANGE_SETS, [_STACK]),
        _statement("Validate", ["cloudformation:ValidateTemplate"], []),
    ]
    every = stack_actions(rendering.template.data, rendering.regions[0]).values()
    by_scope: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for action in without_covered(set().union(*every)):
        kinds, service = action_resources(action), action.partition(":")[0]
        if kinds is not None and service not in _OF_OTHERS:
            by_scope.setdefault((service, _arns(service, kinds)), []).append(action)
    for (service, arns), actions in sorted(by_scope.items()):
        sid = service.title().replace("-", "") + (f"Own{len(found)}" if arns else "Any")
        found += [_statement(sid, [each for each in actions if each != "iam:PassRole"], list(arns))]
        if "iam:PassRole" in actions:
            condition = {"StringEquals": {"iam:PassedToService": _PASSED_TO}}
            passing = _statement("PassRole", ["iam:PassRole"], list(arns))
            found.append({**passing, "Condition": condition})
    return [each for each in found if each["Action"]]


def _arns(service: str, kinds: list[str]) -> tuple[str, ...]:
    """Return the ARNs that an action on these kinds of resources is limited to, none for all."""
    arns = [_SCOPES.get((service, kind), "") for kind in kinds]
    return tuple(f"arn:${{AWS::Partition}}:{arn}" for arn in arns) if all(arns) else ()


def _statement(sid: str, actions: list[str], arns: list[str]) -> dict[str, Any]:
    resource: Any = [{"Fn::Sub": arn} for arn in arns] or "*"
    return {"Sid": sid, "Effect": "Allow", "Action": sorted(actions), "Resource": resource}


def _documents(rendering: Rendering) -> list[dict[str, Any]]:
    """Return as many policy documents as the quota on their size takes."""
    groups: list[list[dict[str, Any]]] = [[]]
    for statement in statements(rendering):
        if len(json.dumps([*groups[-1], statement], separators=(",", ":"))) > _MOST:
            groups.append([])
        groups[-1].append(statement)
    return [{"Version": "2012-10-17", "Statement": group} for group in groups]


def _template(rendering: Rendering) -> dict[str, Any]:
    documents = _documents(rendering)
    parameters = {
        "StackName": _parameter("Name of the stack that is deployed."),
        "Provider": {
            **_parameter("OIDC provider of the CI system that deploys.", _GITHUB),
            "AllowedValues": list(_SUBJECTS),
        },
        "Repository": _parameter("Repository that deploys, as OWNER/NAME."),
        "Environment": _parameter("Environment that deploys, for GitHub.", rendering.name),
        "Branch": _parameter("Branch that deploys, for GitLab.", "main"),
    }
    if "LowerStackName" in json.dumps(documents):
        parameters["LowerStackName"] = _parameter("The same name in lower case, for buckets.")
    policies = {f"Policy{number}": _policy(each) for number, each in enumerate(documents, start=1)}
    return {
        "AWSTemplateFormatVersion": "2010-09-09",
        "Description": f"What may deploy {rendering.name}, and nothing else",
        "Parameters": parameters,
        "Conditions": {"IsGitLab": {"Fn::Equals": [{"Ref": "Provider"}, _GITLAB]}},
        "Resources": {**policies, "Role": _role()},
        "Outputs": {"Role": {"Value": {"Fn::GetAtt": ["Role", "Arn"]}}},
    }


def _parameter(description: str, default: str | None = None) -> dict[str, Any]:
    parameter = {"Type": "String", "Description": description}
    return parameter if default is None else {**parameter, "Default": default}


def _policy(document: dict[str, Any]) -> dict[str, Any]:
    return {
        "Type": "AWS::IAM::ManagedPolicy",
        "Properties": {"PolicyDocument": document, "Roles": [{"Ref": "Role"}]},
    }


def _role() -> dict[str, Any]:
    """Return a role that jobs assume; the account has the OIDC provider already."""
    trusted = {"Fn::If": ["IsGitLab", _trust(_GITLAB), _trust(_GITHUB)]}
    trust = {"Version": "2012-10-17", "Statement": [trusted]}
    properties = {"AssumeRolePolicyDocument": trust, "MaxSessionDuration": _SESSION}
    return {"Type": "AWS::IAM::Role", "Properties": properties}


def _trust(provider: str) -> dict[str, Any]:
    arn = f"arn:${{AWS::Partition}}:iam::${{AWS::AccountId}}:oidc-provider/{provider}"
    claims = {
        f"{provider}:aud": "sts.amazonaws.com",
        f"{provider}:sub": {"Fn::Sub": _SUBJECTS[provider]},
    }
    return {
        "Effect": "Allow",
        "Principal": {"Federated": {"Fn::Sub": arn}},
        "Action": "sts:AssumeRoleWithWebIdentity",
        "Condition": {"StringEquals": claims},
    }
