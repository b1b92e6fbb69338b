"""The role that jobs of a CI system assume by OpenID Connect."""

from __future__ import annotations

from typing import Any

# The OIDC provider of a CI system, and the subject of the tokens that its jobs get.
# https://docs.github.com/en/actions/how-tos/secure-your-work/security-harden-deployments/oidc-in-aws
# https://docs.gitlab.com/ci/cloud_services/aws/
GITHUB, GITLAB = "token.actions.githubusercontent.com", "gitlab.com"
SUBJECTS = {
    GITHUB: "repo:${Repository}:environment:${Environment}",
    GITLAB: "project_path:${Repository}:ref_type:branch:ref:${Branch}",
}
# Seconds that a job may stay signed in: a deployment waits for the stack, and a job of GitHub's own
# runners ends after six hours. IAM's default is one hour, its limit twelve.
# https://docs.github.com/en/actions/reference/limits
_SESSION = 21_600
BOUNDARY = "PermissionsBoundary"  # the parameter, for accounts where each role must have one
_NOTHING = {"Ref": "AWS::NoValue"}


def ci_role() -> dict[str, Any]:
    """Return a role that jobs assume; the account has the OIDC provider already."""
    trusted = {"Fn::If": ["IsGitLab", _trust(GITLAB), _trust(GITHUB)]}
    trust = {"Version": "2012-10-17", "Statement": [trusted]}
    properties = {
        "AssumeRolePolicyDocument": trust,
        "MaxSessionDuration": _SESSION,
        "PermissionsBoundary": {"Fn::If": ["HasBoundary", {"Ref": BOUNDARY}, _NOTHING]},
    }
    return {"Type": "AWS::IAM::Role", "Properties": properties}


def _trust(provider: str) -> dict[str, Any]:
    arn = f"arn:${{AWS::Partition}}:iam::${{AWS::AccountId}}:oidc-provider/{provider}"
    claims = {
        f"{provider}:aud": "sts.amazonaws.com",
        f"{provider}:sub": {"Fn::Sub": SUBJECTS[provider]},
    }
    return {
        "Effect": "Allow",
        "Principal": {"Federated": {"Fn::Sub": arn}},
        "Action": "sts:AssumeRoleWithWebIdentity",
        "Condition": {"StringEquals": claims},
    }
