"""What a resource's policies grant, and what opens it without one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pipeline.review.canonical import canonical, in_order
from pipeline.review.coverage import Grant
from pipeline.review.security_group_rules import branches
from pipeline.review.wording import shown

# Documents of policies by the property that holds them.
_DOCUMENTS = ("AssumeRolePolicyDocument", "PolicyDocument", "KeyPolicy", "ResourcePolicyDocument")


def statement_grants(
    name: str, type_: str, properties: Any, condition: str = ""
) -> Iterator[Grant]:
    """Yield the grants of every policy document at any depth of a resource."""
    if isinstance(properties, list):
        for item, where in branches(properties):
            yield from statement_grants(name, type_, item, condition + where)
    if not isinstance(properties, dict):
        return
    for key, value in properties.items():
        if key in _DOCUMENTS and isinstance(value, dict):
            trusts = key == "AssumeRolePolicyDocument"
            for statement, where in branches(value.get("Statement", [])):
                yield from _statement(name, statement, condition + where, trusts=trusts)
        elif isinstance(value, (dict, list)):
            yield from statement_grants(name, type_, value, condition)


def _statement(
    name: str, statement: dict[str, Any], condition: str, *, trusts: bool
) -> Iterator[Grant]:
    flat = canonical(statement)
    kind = "denied" if flat.get("Effect") == "Deny" else "trusted" if trusts else "allowed"
    principals = flat.get("Principal", flat.get("NotPrincipal"))
    who = "" if principals is None else f" by {shown(in_order(principals))}"
    under = f" when {shown(in_order(flat['Condition']))}" if "Condition" in flat else ""
    for verb in ("Action", "NotAction"):
        for action in flat.get(verb, []):
            for resource in flat.get("Resource", [""]):
                what = f"{'all but ' if verb == 'NotAction' else ''}{shown(action)}"
                on = f" on {shown(resource)}" if resource else ""
                scope = (what, shown(resource), who, under, condition)
                yield Grant(name, kind, f"{what}{on}{who}{under}{condition}", scope)


def role_grants(name: str, type_: str, properties: dict[str, Any]) -> Iterator[Grant]:
    """Yield what a role's managed policies allow, and what its boundary limits."""
    if type_ != "AWS::IAM::Role":
        return
    for arn in properties.get("ManagedPolicyArns", []):
        yield Grant(name, "allowed", f"what the managed policy {shown(canonical(arn))} allows")
    if boundary := properties.get("PermissionsBoundary"):
        yield Grant(name, "boundary", f"permissions boundary {shown(canonical(boundary))}")


def exposures(name: str, type_: str, properties: dict[str, Any]) -> Iterator[Grant]:
    """Yield what opens a resource without a policy or a security group."""
    if type_ == "AWS::ElasticLoadBalancingV2::LoadBalancer":
        if properties.get("Scheme", "internet-facing") == "internet-facing":
            yield Grant(name, "ingress", "addresses that the Internet reaches")
    elif type_ == "AWS::EC2::LaunchTemplate":
        data = properties.get("LaunchTemplateData", {})
        for interface in data.get("NetworkInterfaces", []):
            if canonical(interface.get("AssociatePublicIpAddress", False)) == "true":
                yield Grant(name, "ingress", "a public address on each instance")
