"""What AWS WAF does with a request before a listener of the load balancer gets it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pipeline.review.sheet.stack import Properties, Stack

_ACL = "AWS::WAFv2::WebACL"
_ASSOCIATION = "AWS::WAFv2::WebACLAssociation"
# By a rule's action. Where OverrideAction is None, the rules of a group act as they say, and
# nearly all of AWS's block: https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-action.html
_WORDS = {
    "Block": "blocks",
    "None": "blocks",
    "Captcha": "sends a CAPTCHA to",
    "Challenge": "challenges",
    "Allow": "allows",
    "Count": "only counts",
}


def firewall(stack: Stack) -> list[str]:
    """Return, as a sentence for each web ACL, what happens to a request."""
    found = []
    for _, association in stack.of_type(_ASSOCIATION):
        own = _acls(stack, association)
        found += [f"{name} {_decides(stack, acl)}." for name, acl in own.items()]
        if not own:
            arn = stack.words(association.get("WebACLArn"))
            found.append(f"The web ACL is of another stack, which decides what it blocks: {arn}.")
    return found


def counts_only(stack: Stack) -> bool:
    """Whether AWS WAF looks at requests and cannot block one."""
    associations = [each for _, each in stack.of_type(_ASSOCIATION)]
    acls = [acl for each in associations for acl in _acls(stack, each).values()]
    return bool(acls) and len(acls) == len(associations) and not any(map(_blocks, acls))


def _acls(stack: Stack, association: Properties) -> dict[str, Properties]:
    known = dict(stack.of_type(_ACL))
    targets = stack.targets(association.get("WebACLArn"))
    return {name: known[name] for name in targets if name in known}


def _blocks(acl: Properties) -> bool:
    return "Block" in acl.get("DefaultAction", {}) or any(
        _action(rule) not in ("Allow", "Count") for rule in _rules(acl)
    )


def _decides(stack: Stack, acl: Properties) -> str:
    matched: dict[str, list[str]] = {}
    for rule in _rules(acl):
        words = _WORDS.get(_action(rule), "decides")
        matched.setdefault(words, []).append(stack.words(rule.get("Name")))
    parts = [f"{words} matches of {', '.join(names)}" for words, names in matched.items()]
    parts += [
        f"of {stack.words(rule.get('Name'))} it only counts {', '.join(map(stack.words, counted))}"
        for rule in _rules(acl)
        if (counted := list(_counted(rule)))
    ]
    if "Block" in acl.get("DefaultAction", {}):
        parts.append("blocks all other requests")
    return "; ".join(parts if _blocks(acl) else [*parts, "it blocks no request"])


def _rules(acl: Properties) -> list[dict[str, Any]]:
    rules = acl.get("Rules", [])
    return [each for each in rules if "Name" in each] if isinstance(rules, list) else []


def _action(rule: dict[str, Any]) -> str:
    return next(iter({**rule.get("Action", {}), **rule.get("OverrideAction", {})}), "")


def _counted(rule: dict[str, Any]) -> Iterator[Any]:
    """Yield the rules of a group that only count, where the group blocks."""
    group = rule.get("Statement", {}).get("ManagedRuleGroupStatement", {})
    for each in group.get("RuleActionOverrides", []) if _action(rule) != "Count" else []:
        if "Count" in each.get("ActionToUse", {}):
            yield each.get("Name")
