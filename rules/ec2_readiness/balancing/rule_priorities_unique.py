"""Two rules of one listener at the same place."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import LISTENER_RULE, Finding, Rule, View, aws, shown


class RulePrioritiesUnique(Rule):
    id = "ER9517"
    shortdesc = "The rules of a listener have priorities of their own"
    description = (
        "Elastic Load Balancing refuses a second rule with the same priority on a listener."
    )
    instead = "Give the rule a priority that no other rule of the listener has"
    source_url = aws("elasticloadbalancing/latest/APIReference/API_CreateRule.html")
    tags = ["balancing"]
    types = (LISTENER_RULE,)

    def check_view(self, view: View) -> Iterator[Finding]:
        seen: dict[tuple[str, str], str] = {}
        for rule in view.of(*self.types):
            priority, listener = rule.string("Priority"), shown(rule.get("ListenerArn"))
            if priority is None or "?" in listener:
                continue
            other = seen.setdefault((listener, priority), rule.name)
            if other != rule.name:
                yield rule.finding(f"{other} has priority {priority} already", "Priority")
