"""Security groups' rules as grants, and in words."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from pipeline.review.canonical import canonical
from pipeline.review.coverage import Grant
from pipeline.review.references import references
from pipeline.review.wording import shown

_GROUP = "AWS::EC2::SecurityGroup"
RULE_TYPES = (f"{_GROUP}Ingress", f"{_GROUP}Egress")
_PEERS = (
    "CidrIp", "CidrIpv6", "SourcePrefixListId", "DestinationPrefixListId",
    "SourceSecurityGroupId", "DestinationSecurityGroupId", "SourceSecurityGroupName",
)  # fmt: skip
_NUMBERS = {"6": "tcp", "17": "udp"}  # of protocols, as IpProtocol takes them as well


class RuleWords(NamedTuple):
    """A security group's rule: its peer, what it opens, on which condition, and why."""

    peer: str
    what: str
    condition: str
    description: str
    scope: tuple[str, ...]
    refers: tuple[str, ...]


def rules(properties: dict[str, Any]) -> Iterator[tuple[str, RuleWords]]:
    """Yield the rules of a security group in words, each with its direction."""
    for direction in ("Ingress", "Egress"):
        for rule, condition in branches(properties.get(f"SecurityGroup{direction}", [])):
            yield direction.lower(), _rule_words(rule, condition)


def own_rule(type_: str, properties: dict[str, Any]) -> tuple[str, RuleWords]:
    """Return the direction and the words of a rule that is a resource of its own."""
    return type_.removeprefix(_GROUP).lower(), _rule_words(properties, "")


def rule_grants(name: str, type_: str, properties: dict[str, Any]) -> Iterator[Grant]:
    """Yield the rules of a security group, or the one that is a resource of its own, as grants."""
    if type_ == _GROUP:
        for direction, words in rules(properties):
            yield _rule(name, direction, words)
        if "SecurityGroupEgress" not in properties:
            scope = ("-1", "", "", "0.0.0.0/0", "")
            yield Grant(name, "egress", "everything to 0.0.0.0/0, as no rule is given", scope)
    elif type_.startswith(_GROUP):
        group = shown(canonical(properties.get("GroupId", ""))).removesuffix(".GroupId")
        yield _rule(group, *own_rule(type_, properties))


def branches(rules: Any, condition: str = "") -> Iterator[tuple[dict[str, Any], str]]:
    """Yield the rules of a list, those of each branch of an `Fn::If` with the condition."""
    for rule in rules if isinstance(rules, list) else [rules]:
        if isinstance(rule, dict) and isinstance(rule.get("Fn::If"), list):
            name, yes, no = rule["Fn::If"]
            yield from branches(yes, f" if {name}")
            yield from branches(no, f" unless {name}")
        elif isinstance(rule, dict) and rule != {"Ref": "AWS::NoValue"}:
            yield rule, condition


def _rule_words(rule: dict[str, Any], condition: str) -> RuleWords:
    low, high = (shown(canonical(rule.get(key, ""))) for key in ("FromPort", "ToPort"))
    ports = low if low == high else f"{low}-{high}"
    protocol = shown(canonical(rule.get("IpProtocol", "")))
    protocol = _NUMBERS.get(protocol, protocol)
    what = "everything" if protocol == "-1" else f"{protocol} {ports}"
    value = next((canonical(rule[key]) for key in _PEERS if key in rule), "?")
    peer = shown(value)
    description = shown(canonical(rule.get("Description", "")))
    scope = (protocol, low, high, peer, condition)
    refers = tuple(each.target for each in references(value))
    return RuleWords(peer, what, condition, description, scope, refers)


def _rule(group: str, direction: str, words: RuleWords) -> Grant:
    way = "from" if direction == "ingress" else "to"
    text = f"{words.what} {way} {words.peer}{words.condition}"
    return Grant(group, direction, text, words.scope, words.refers)
