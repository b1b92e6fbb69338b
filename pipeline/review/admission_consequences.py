"""What follows from a change for clients that a load balancer no longer admits."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any

from pipeline.review.canonical import canonical
from pipeline.review.coverage import covers
from pipeline.review.references import references
from pipeline.review.security_group_rules import RuleWords, rules
from pipeline.review.update import Note, Update

_BALANCER = "AWS::ElasticLoadBalancingV2::LoadBalancer"
_LISTENER = "AWS::ElasticLoadBalancingV2::Listener"
_SECURITY_GROUP = "AWS::EC2::SecurityGroup"


def closed_ranges(update: Update) -> Iterator[Note]:
    """Yield the clients that a load balancer's security groups no longer admit at open ports."""
    for change in update.of_type(_SECURITY_GROUP):
        if change.kind or change.name not in _groups_of_balancers(update.after):
            continue
        old, new = (_admitted(each(change.name)) for each in (update.old, update.new))
        lost: dict[tuple[str, str], list[str]] = {}
        for rule, port in itertools.product(old, _ports(update.after)):
            if _admits(rule, port, rule) and not any(_admits(each, port, rule) for each in new):
                others = [each.peer for each in new if _admits(each, port, each)]
                lost.setdefault((rule.peer, ", ".join(others)), []).append(f"tcp {port}")
        for (peer, left), what in lost.items():
            text = f"clients of {peer} get no connection to {', '.join(dict.fromkeys(what))}"
            yield Note(change.name, f"{text}{f', but for {left}' if left else ''}", interrupts=True)


def _admits(rule: RuleWords, port: str, clients: RuleWords) -> bool:
    """Whether a rule admits another rule's clients at a port."""
    _, _, _, peer, condition = clients.scope
    return covers(rule.scope, ("tcp", port, port, peer, condition), is_rule=True)


def _ports(template: dict[str, Any]) -> list[str]:
    found = template.get("Resources", {}).values()
    listeners = [each.get("Properties", {}) for each in found if each.get("Type") == _LISTENER]
    return [str(canonical(each.get("Port", ""))) for each in listeners]


def _admitted(group: dict[str, Any]) -> list[RuleWords]:
    return [words for direction, words in rules(group) if direction == "ingress"]


def _groups_of_balancers(template: dict[str, Any]) -> set[str]:
    found = template.get("Resources", {}).values()
    balancers = [each for each in found if each.get("Type") == _BALANCER]
    named = [each.get("Properties", {}).get("SecurityGroups", []) for each in balancers]
    return {each.target for each in references(canonical(named))}
