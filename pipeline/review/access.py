"""Permissions and openings as single grants that can be compared."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from pipeline.review.canonical import canonical, in_order
from pipeline.review.coverage import covers
from pipeline.review.wording import shown

_GROUP = "AWS::EC2::SecurityGroup"
_PEERS = (
    "CidrIp", "CidrIpv6", "SourcePrefixListId", "DestinationPrefixListId",
    "SourceSecurityGroupId", "DestinationSecurityGroupId", "SourceSecurityGroupName",
)  # fmt: skip
# Documents of policies by the property that holds them.
_DOCUMENTS = ("AssumeRolePolicyDocument", "PolicyDocument", "KeyPolicy", "ResourcePolicyDocument")


class Grant(NamedTuple):
    """One permission or opening: where it is, of what kind, and in words what it allows.

    `scope` is the same in parts that can be compared; see `covers`.
    """

    resource: str
    kind: str
    text: str
    scope: tuple[str, ...] = ()


class RuleWords(NamedTuple):
    """A security group's rule: its peer, what it opens, on which condition, and why."""

    peer: str
    what: str
    condition: str
    description: str
    scope: tuple[str, ...]


class AccessChange(NamedTuple):
    """A grant that comes or goes; `widens` where more is allowed or reachable than before."""

    grant: Grant
    widens: bool
    words: str


def access_changes(before: dict[str, Any], after: dict[str, Any]) -> list[AccessChange]:
    """Return the openings and permissions that two templates' data differ in."""
    old, new = (_grants(each.get("Resources", {})) for each in (before, after))
    found = [_change(grant, list(old), arrives=True) for grant in new if grant not in old]
    found += [_change(grant, [], arrives=False) for grant in old if grant not in new]
    return sorted(found, key=lambda each: (not each.widens, each.grant))


def _change(grant: Grant, known: list[Grant], *, arrives: bool) -> AccessChange:
    denies = grant.kind in ("denied", "boundary", "guard")
    opens = grant.kind in ("ingress", "egress")
    words = ("opened" if opens else "added") if arrives else ("closed" if opens else "removed")
    more = not any(
        each[:2] == grant[:2] and covers(each.scope, grant.scope, is_rule=opens) for each in known
    )
    return AccessChange(grant, arrives != denies and more, words)


def _grants(resources: dict[str, Any]) -> dict[Grant, None]:
    found: dict[Grant, None] = {}
    for name, resource in resources.items():
        properties = resource.get("Properties", {})
        type_ = str(resource.get("Type"))
        for reader in (_rules, _statements, _role, _exposure):
            found.update(dict.fromkeys(reader(name, type_, properties)))
    return found


def rules(properties: dict[str, Any]) -> Iterator[tuple[str, RuleWords]]:
    """Yield the rules of a security group in words, each with its direction."""
    for direction in ("Ingress", "Egress"):
        for rule, condition in _branches(properties.get(f"SecurityGroup{direction}", [])):
            yield direction.lower(), _rule_words(rule, condition)


def _rules(name: str, type_: str, properties: dict[str, Any]) -> Iterator[Grant]:
    if type_ == _GROUP:
        for direction, words in rules(properties):
            yield _rule(name, direction, words)
        if "SecurityGroupEgress" not in properties:
            scope = ("-1", "", "", "0.0.0.0/0", "")
            yield Grant(name, "egress", "everything to 0.0.0.0/0, as no rule is given", scope)
    elif type_.startswith(_GROUP):
        group = shown(canonical(properties.get("GroupId", "")))
        yield _rule(group, type_.removeprefix(_GROUP).lower(), _rule_words(properties, ""))


def _branches(rules: Any, condition: str = "") -> Iterator[tuple[dict[str, Any], str]]:
    """Yield the rules of a list, those of each branch of an `Fn::If` with the condition."""
    for rule in rules if isinstance(rules, list) else [rules]:
        if isinstance(rule, dict) and isinstance(rule.get("Fn::If"), list):
            name, yes, no = rule["Fn::If"]
            yield from _branches(yes, f" if {name}")
            yield from _branches(no, f" unless {name}")
        elif isinstance(rule, dict) and rule != {"Ref": "AWS::NoValue"}:
            yield rule, condition


def _rule_words(rule: dict[str, Any], condition: str) -> RuleWords:
    low, high = (shown(canonical(rule.get(key, ""))) for key in ("FromPort", "ToPort"))
    ports = low if low == high else f"{low}-{high}"
    protocol = shown(canonical(rule.get("IpProtocol", "")))
    what = "everything" if protocol == "-1" else f"{protocol} {ports}"
    peer = next((shown(canonical(rule[key])) for key in _PEERS if key in rule), "?")
    description = shown(canonical(rule.get("Description", "")))
    return RuleWords(peer, what, condition, description, (protocol, low, high, peer, condition))


def _rule(group: str, direction: str, words: RuleWords) -> Grant:
    way = "from" if direction == "ingress" else "to"
    return Grant(group, direction, f"{words.what} {way} {words.peer}{words.condition}", words.scope)


def _statements(name: str, type_: str, properties: Any, condition: str = "") -> Iterator[Grant]:
    """Yield the grants of every policy document at any depth of a resource."""
    if isinstance(properties, list):
        for item, where in _branches(properties):
            yield from _statements(name, type_, item, condition + where)
    if not isinstance(properties, dict):
        return
    for key, value in properties.items():
        if key in _DOCUMENTS and isinstance(value, dict):
            trusts = key == "AssumeRolePolicyDocument"
            for statement, where in _branches(value.get("Statement", [])):
                yield from _statement(name, statement, condition + where, trusts=trusts)
        elif isinstance(value, (dict, list)):
            yield from _statements(name, type_, value, condition)


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


def _role(name: str, type_: str, properties: dict[str, Any]) -> Iterator[Grant]:
    if type_ != "AWS::IAM::Role":
        return
    for arn in properties.get("ManagedPolicyArns", []):
        yield Grant(name, "allowed", f"what the managed policy {shown(canonical(arn))} allows")
    if boundary := properties.get("PermissionsBoundary"):
        yield Grant(name, "boundary", f"permissions boundary {shown(canonical(boundary))}")


def _exposure(name: str, type_: str, properties: dict[str, Any]) -> Iterator[Grant]:
    """Yield what opens or guards a resource without a policy or a security group."""
    if type_ == "AWS::ElasticLoadBalancingV2::LoadBalancer":
        if properties.get("Scheme", "internet-facing") == "internet-facing":
            yield Grant(name, "ingress", "addresses that the Internet reaches")
    elif type_ == "AWS::S3::Bucket":
        for key, value in properties.get("PublicAccessBlockConfiguration", {}).items():
            if canonical(value) == "true":
                yield Grant(name, "guard", f"{key} of the bucket")
    elif type_ == "AWS::EC2::LaunchTemplate":
        data = properties.get("LaunchTemplateData", {})
        if data.get("MetadataOptions", {}).get("HttpTokens") == "required":
            yield Grant(name, "guard", "IMDSv2 required")
        for interface in data.get("NetworkInterfaces", []):
            if canonical(interface.get("AssociatePublicIpAddress", False)) == "true":
                yield Grant(name, "ingress", "a public address on each instance")
