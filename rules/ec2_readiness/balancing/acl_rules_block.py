"""A web ACL that lets through what it is for, or nothing at all."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import Finding, Resource, Rule, Value, aws, pick


class AclRulesBlock(Rule):
    id = "WR9550"
    shortdesc = "A web ACL lets requests through, and blocks what its rules find"
    description = (
        "With a default action of Block and no rule that allows, every request is refused. A rate "
        "rule that allows ends the evaluation for those who ask most, and lets them past all other "
        "rules."
    )
    instead = "Write DefaultAction Allow with rules that block, or a rule that allows"
    source_url = aws("waf/latest/developerguide/web-acl-default-action.html")
    tags = ["balancing", "firewall"]
    types = ("AWS::WAFv2::WebACL",)

    def check(self, resource: Resource) -> Iterator[Finding]:
        rules = [rule for _, rule in resource.entries("Rules")]
        whole = isinstance(resource.get("Rules"), list) or not resource.has("Rules")
        blocks = resource.states("DefaultAction", "Block")
        if blocks and whole and not any(self._may_allow(rule) for rule in rules):
            yield resource.finding("Every request is blocked", "DefaultAction")
        for index, rule in resource.entries("Rules"):
            limited = pick(rule, "Statement", "RateBasedStatement") is not None
            if limited and isinstance(pick(rule, "Action"), dict) and "Allow" in rule["Action"]:
                yield resource.finding("A rate rule allows", "Rules", index, "Action")

    @staticmethod
    def _may_allow(rule: Value) -> bool:
        action, statement = pick(rule, "Action"), pick(rule, "Statement")
        if not isinstance(action, dict) and action is not None:
            return True
        own = pick(statement, "RuleGroupReferenceStatement") is not None
        return own or pick(action, "Allow") is not None
