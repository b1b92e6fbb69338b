"""The rules of a web ACL."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import Finding, Resource, Rule, aws, pick, string


class AclRulesValid(Rule):
    id = "ER9526"
    shortdesc = "The rules of a web ACL have priorities of their own and the action of their kind"
    description = (
        "Two rules with one priority are refused; so is a rule group with Action instead of "
        "OverrideAction, any other statement with OverrideAction, or a rule with neither."
    )
    instead = "Write OverrideAction: {None: {}} for rule groups, Action: {Block: {}} for others"
    source_url = aws("waf/latest/APIReference/API_Rule.html")
    tags = ["balancing", "security"]
    types = ("AWS::WAFv2::WebACL",)

    def check(self, resource: Resource) -> Iterator[Finding]:
        seen: dict[str, int] = {}
        for index, rule in resource.entries("Rules"):
            priority = string(pick(rule, "Priority"))
            if priority is not None and seen.setdefault(priority, index) != index:
                yield resource.finding(f"Priority {priority} is taken", "Rules", index, "Priority")
            statement = pick(rule, "Statement")
            if isinstance(statement, dict):
                wanted = "OverrideAction" if self._is_group(statement) else "Action"
                other = "Action" if wanted == "OverrideAction" else "OverrideAction"
                if pick(rule, other) is not None or pick(rule, wanted) is None:
                    yield resource.finding(f"This rule needs {wanted}", "Rules", index)

    @staticmethod
    def _is_group(statement: dict[str, object]) -> bool:
        return any(
            key in statement for key in ("ManagedRuleGroupStatement", "RuleGroupReferenceStatement")
        )
