"""Which peers reach which resources, on which port."""

from typing import NamedTuple

from pipeline.review.canonical import canonical
from pipeline.review.security_group_rules import rules
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
    """Return the rules of every security group, in template order."""
    owners = _owners(stack)
    found = []
    for name, properties in stack.of_type("AWS::EC2::SecurityGroup"):
        owner = owners.get(name, name)
        for direction, rule in rules(properties):
            peer = _peer(rule.peer, owners)
            pair = (peer, owner) if direction == "ingress" else (owner, peer)
            opens = direction == "ingress"
            found.append(Way(*pair, rule.what + rule.condition, rule.description, opens))
        if "SecurityGroupEgress" not in properties:
            found.append(Way(owner, "anywhere", "everything", "no rule limits it", opens=False))
    from_outside = [each for each in found if each.source not in owners.values()]
    return [*from_outside, *(each for each in found if each not in from_outside), *_sessions(stack)]


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
