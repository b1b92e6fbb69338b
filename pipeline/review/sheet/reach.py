"""Which peers reach which resources, on which port."""

from typing import NamedTuple

from pipeline.review.canonical import canonical
from pipeline.review.security_group_rules import RULE_TYPES, RuleWords, own_rule, rules
from pipeline.review.sheet.stack import Properties, Stack

LISTENER = "AWS::ElasticLoadBalancingV2::Listener"
RULE = "AWS::ElasticLoadBalancingV2::ListenerRule"
_EVERYONE = {"0.0.0.0/0": "any IPv4 address", "::/0": "any IPv6 address"}


class Way(NamedTuple):
    """A way in, which opens what stands at its target, or one out, which does not.

    Source and target, ports, what it is for; of a security group's rule its description.
    """

    source: str
    target: str
    ports: str
    purpose: str
    opens: bool = True


def ways(stack: Stack) -> list[Way]:
    """Return the rules of every security group, in template order, then those of their own."""
    owners = _owners(stack)
    found = []
    for name, properties in stack.of_type("AWS::EC2::SecurityGroup"):
        owner = owners.get(name, name)
        found += [_way(owner, *each, owners) for each in rules(properties)]
        if "SecurityGroupEgress" not in properties:
            found.append(Way(owner, "anywhere", "everything", "no rule limits it", opens=False))
    for type_ in RULE_TYPES:
        for _, properties in stack.of_type(type_):
            group = _owner(stack, properties.get("GroupId"), owners)
            found.append(_way(group, *own_rule(type_, properties), owners))
    from_outside = [each for each in found if each.source not in owners.values()]
    return [*from_outside, *(each for each in found if each not in from_outside), *_sessions(stack)]


def _way(owner: str, direction: str, rule: RuleWords, owners: dict[str, str]) -> Way:
    peer = _peer(rule.peer, owners)
    opens = direction == "ingress"
    pair = (peer, owner) if opens else (owner, peer)
    return Way(*pair, rule.what + rule.condition, rule.description, opens)


def _owner(stack: Stack, group: object, owners: dict[str, str]) -> str:
    """Return who the group of a rule belongs to, which may be outside the stack."""
    name = next(iter(stack.targets(group)), None)
    if name is None:
        return f"{stack.words(group)} (outside this stack)"
    return owners.get(name, name)


def _sessions(stack: Stack) -> list[Way]:
    """Return the way in by Session Manager, which opens no port: the instance asks for work."""
    for name, properties in stack.of_type("AWS::IAM::Role"):
        policies = stack.words(properties.get("Policies", []))
        managed = stack.words(properties.get("ManagedPolicyArns", []))
        if "ssmmessages:OpenDataChannel" in policies or "AmazonSSMManagedInstanceCore" in managed:
            what = f"Session Manager; no port is open ({name} allows it)"
            people = "people who may call ssm:StartSession"
            return [Way(people, "instances", what, "A shell, as root by sudo")]
    return []


def foreign_rules(stack: Stack) -> list[tuple[str, Properties]]:
    """Return the rules of listeners that are not in the stack."""
    rules_ = stack.of_type(RULE)
    return [each for each in rules_ if not stack.targets(each[1].get("ListenerArn"))]


def client_ports(stack: Stack) -> list[str]:
    """Return the ports on which the load balancer listens."""
    return [stack.words(each.get("Port")) for _, each in stack.of_type(LISTENER)]


def _owners(stack: Stack) -> dict[str, str]:
    """Return who a security group belongs to, by its name."""
    owners = {}
    for name, properties in stack.of_type("AWS::ElasticLoadBalancingV2::LoadBalancer"):
        owners.update(dict.fromkeys(stack.targets(properties.get("SecurityGroups", [])), name))
    for _, properties in stack.of_type("AWS::EC2::LaunchTemplate"):
        interfaces = properties.get("LaunchTemplateData", {}).get("NetworkInterfaces", [])
        groups = [canonical(each.get("Groups", [])) for each in interfaces]
        owners.update(dict.fromkeys(stack.targets(groups), "instances"))
    return owners


def _peer(peer: str, owners: dict[str, str]) -> str:
    group = peer.removesuffix(".GroupId")
    return _EVERYONE.get(peer) or owners.get(group) or peer
