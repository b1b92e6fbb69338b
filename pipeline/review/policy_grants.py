"""What a resource's policies grant, and what opens it without one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pipeline.review.canonical import canonical, in_order, sort_key
from pipeline.review.coverage import Grant
from pipeline.review.references import references
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
    who, principals = _principals(flat)
    under = f" when {shown(in_order(flat['Condition']))}" if "Condition" in flat else ""
    demands = sort_key(flat["Condition"]) if under else ""
    for verb in ("Action", "NotAction"):
        for action in flat.get(verb, []):
            for resource in flat.get("Resource", [""]):
                what = f"{'all but ' if verb == 'NotAction' else ''}{shown(action)}"
                on = f" on {shown(resource)}" if resource else ""
                scope = (what, shown(resource), principals, demands, condition)
                refers = tuple(each.target for each in references(resource))
                yield Grant(name, kind, f"{what}{on}{who}{under}{condition}", scope, refers)


def _principals(statement: dict[str, Any]) -> tuple[str, str]:
    """Return the principals in words, and as JSON; both are empty where there are none."""
    if "NotPrincipal" in statement:
        excepted = statement["NotPrincipal"]
        return f" by all but {shown(in_order(excepted))}", sort_key({"all but": [excepted]})
    if "Principal" not in statement:
        return "", ""
    return f" by {shown(in_order(statement['Principal']))}", sort_key(statement["Principal"])


def role_grants(name: str, type_: str, properties: dict[str, Any]) -> Iterator[Grant]:
    """Yield what a role's managed policies allow, and what its boundary limits."""
    if type_ != "AWS::IAM::Role":
        return
    for arn in properties.get("ManagedPolicyArns", []):
        text = f"what the managed policy {shown(canonical(arn))} allows"
        refers = tuple(each.target for each in references(canonical(arn)))
        yield Grant(name, "allowed", text, (), refers)
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
