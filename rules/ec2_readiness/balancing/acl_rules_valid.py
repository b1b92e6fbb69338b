"""The rules of a web ACL."""

from __future__ import annotations

from collections.abc import Iterator

from ec2_readiness.engine import (
    Finding,
    Resource,
    Rule,
    Value,
    aws,
    entries,
    names,
    nearest,
    pick,
    string,
    written_on,
)


class AclRulesValid(Rule):
    id = "ER9526"
    shortdesc = "The rules of a web ACL have priorities of their own and the action of their kind"
    description = (
        "Two rules with one priority are refused; so is a rule group with Action instead of "
        "OverrideAction, any other statement with OverrideAction, or a rule with neither. An "
        "override names a rule of the group."
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
            yield from self._overrides(
                resource, index, pick(statement, "ManagedRuleGroupStatement")
            )
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

    @staticmethod
    def _overrides(acl: Resource, rule: int, group: Value) -> Iterator[Finding]:
        keys = ("Rules", rule, "Statement", "ManagedRuleGroupStatement")
        vendor = pick(group, "VendorName")
        if isinstance(vendor, str) and vendor != "AWS" and vendor.lower() == "aws":
            yield acl.finding(f"{vendor} is written AWS", *keys, "VendorName")
        if pick(group, "Name") != "AWSManagedRulesCommonRuleSet":
            return
        for index, override in entries(pick(group, "RuleActionOverrides")):
            name = string(pick(override, "Name"))
            if name is not None and name not in names("core rules"):
                near = nearest("core rules", name)
                unless = "" if near else f"AWS has added it since {written_on('core rules')}"
                hint = f"; did you mean {near}?" if near else ""
                text = f"The rule group has no {name}{hint}"
                yield acl.finding(text, *keys, "RuleActionOverrides", index, unless=unless)
