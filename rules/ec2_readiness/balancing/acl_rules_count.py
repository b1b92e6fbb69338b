"""Rules that only count."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import Finding, Resource, Rule, aws, pick


class AclRulesCount(Rule):
    id = "IR9551"
    shortdesc = "The rules of a web ACL do more than count"
    description = "A rule or rule group with Count blocks nothing: it is for trying the rule out."
    instead = "Block, or override the rule group's action with None, when the rule has been tried"
    source_url = aws("waf/latest/APIReference/API_OverrideAction.html")
    tags = ["balancing", "firewall"]
    types = ("AWS::WAFv2::WebACL",)

    def check(self, resource: Resource) -> Iterator[Finding]:
        for index, rule in resource.entries("Rules"):
            for key in ("OverrideAction", "Action"):
                if isinstance(pick(rule, key, "Count"), dict):
                    yield resource.finding("This rule only counts", "Rules", index, key)
