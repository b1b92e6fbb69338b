"""What follows from a change for clients that a load balancer no longer admits."""

from __future__ import annotations

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
        sides = (each(change.name) for each in (update.old, update.new))
        old, new = (_admitted(each) for each in sides)
        listened = _ports(update.after)
        lost: dict[tuple[str, str], list[str]] = {}
        for rule in old:
            is_kept = any(covers(each.scope, rule.scope, is_rule=True) for each in new)
            if not is_kept and rule.scope[1] in listened:
                others = [each.peer for each in new if each.scope[:3] == rule.scope[:3]]
                lost.setdefault((rule.peer, ", ".join(others)), []).append(rule.what)
        for (peer, left), what in lost.items():
            text = f"clients of {peer} get no connection to {', '.join(what)}"
            yield Note(change.name, f"{text}{f', but for {left}' if left else ''}", interrupts=True)


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
