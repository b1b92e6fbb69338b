"""What follows from a change for the connections that running instances open.

The rules of a security group apply to its instances at once, before any of them is replaced:
https://docs.aws.amazon.com/vpc/latest/userguide/working-with-security-group-rules.html
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pipeline.review.canonical import canonical
from pipeline.review.coverage import Grant, covers
from pipeline.review.references import references
from pipeline.review.security_group_rules import rule_grants
from pipeline.review.update import Note, Update
from pipeline.review.update_behaviours import LAUNCH_TEMPLATE

_GROUP = "AWS::EC2::SecurityGroup"
_RULE = "AWS::EC2::SecurityGroupEgress"
_NAMED = 3  # rules


def closed_egress(update: Update) -> Iterator[Note]:
    """Yield the groups of running instances whose egress rules allow less than before."""
    old, new = (each.get("Resources", {}) for each in (update.before, update.after))
    groups = (_of_instances(old) & new.keys()) - update.replaced
    kept = _egress(new, groups)
    lost = [each for each in _egress(old, groups) if not _is_among(each, kept)]
    for group in dict.fromkeys(each.resource for each in lost if kept):
        text = (
            f"running instances may open only {_some(kept)}: new connections to anything else, "
            "such as a database, fail at once"
        )
        rule = next((each.name for each in update.of_type(_RULE)), "")
        yield Note(group, text, changed=rule, interrupts=True, key="SecurityGroupEgress")


def _of_instances(resources: dict[str, Any]) -> set[str]:
    """Return the security groups that launch templates give to instances."""
    launched = [each for each in resources.values() if each.get("Type") == LAUNCH_TEMPLATE]
    named = references(canonical([each.get("Properties", {}) for each in launched]))
    return {each.target for each in named if _type(resources, each.target) == _GROUP}


def _type(resources: dict[str, Any], name: str) -> str:
    return str(resources.get(name, {}).get("Type"))


def _egress(resources: dict[str, Any], groups: set[str]) -> list[Grant]:
    return [
        grant
        for name, each in resources.items()
        for grant in rule_grants(name, str(each.get("Type")), each.get("Properties", {}))
        if grant.kind == "egress" and grant.resource in groups
    ]


def _is_among(rule: Grant, kept: list[Grant]) -> bool:
    return any(covers(each.scope, rule.scope, is_rule=True) for each in kept)


def _some(rules: list[Grant]) -> str:
    """Return rules in words, the first ones by name."""
    texts = list(dict.fromkeys(each.text for each in rules))
    rest = len(texts) - _NAMED
    return ", ".join([*texts[:_NAMED], *([f"{rest} more"] if rest > 0 else [])])
