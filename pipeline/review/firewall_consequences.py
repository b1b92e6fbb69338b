"""What follows from a change for clients whose requests AWS WAF blocks from now on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from pipeline.review.canonical import canonical
from pipeline.review.fleet import number
from pipeline.review.records import ADDED
from pipeline.review.update import Note, Update
from pipeline.review.wording import duration, shown

_ACL = "AWS::WAFv2::WebACL"
_MATCH = "requests that match "
_WINDOW = 300  # seconds, AWS's default of EvaluationWindowSec
_COUNTED = "; until now they were counted: look at the metric CountedRequests of each rule first"


class _Rule(NamedTuple):
    """Whether a rule of a web ACL blocks, its limit of requests, and which of a group's count."""

    blocks: bool
    limit: int | None
    window: int
    counted: frozenset[str]


def filtered(update: Update) -> Iterator[Note]:
    """Yield the web ACLs that block requests from now on."""
    for change in update.of_type(_ACL):
        found = update.new(change.name).get("Rules", [])
        if change.kind == ADDED and any("None" in each.get("OverrideAction", {}) for each in found):
            text = (
                "requests that match AWS's managed rules are blocked from now on, such as large "
                "bodies and clients without User-Agent: alb.waf.count_only shows which, first"
            )
            yield Note(change.name, text, interrupts=True)


def blocked(update: Update) -> Iterator[Note]:
    """Yield what a web ACL that was there before blocks in addition.

    https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-action.html
    """
    for change in update.of_type(_ACL):
        if change.kind:
            continue
        old, new = (_rules(each(change.name)) for each in (update.old, update.new))
        more: dict[str, list[str]] = {}
        for name, rule in new.items():
            for what, until in _additional(name, rule, old.get(name)):
                more.setdefault(until, []).append(what)
        for until, subjects in more.items():
            text = f"{_joined(subjects)} are blocked with 403 from now on{until}"
            yield Note(change.name, text, interrupts=True, key="Rules")


def _additional(name: str, rule: _Rule, old: _Rule | None) -> Iterator[tuple[str, str]]:
    """Yield what a rule blocks that it did not block before, and what happened to it until now."""
    if not rule.blocks:
        return
    if old is None or not old.blocks:
        yield _what(name, rule), _COUNTED if old else ""
    elif rule.limit is not None and old.limit is not None and _rate(rule) < _rate(old):
        yield _what(name, rule), f"; until now the limit was {old.limit} in {duration(old.window)}"
    elif freed := sorted(old.counted - rule.counted):
        yield f"{_MATCH}{', '.join(freed)} of {name}", _COUNTED


def _what(name: str, rule: _Rule) -> str:
    if rule.limit is None:
        return f"{_MATCH}{name}"
    return f"clients with more than {rule.limit} requests in {duration(rule.window)}"


def _joined(subjects: list[str]) -> str:
    """Return what is blocked as one subject, the names of what requests match together."""
    names = [each.removeprefix(_MATCH) for each in subjects if each.startswith(_MATCH)]
    others = [each for each in subjects if not each.startswith(_MATCH)]
    return " and ".join([*([f"{_MATCH}{', '.join(names)}"] if names else []), *others])


def _rate(rule: _Rule) -> float:
    return (rule.limit or 0) / rule.window


def _rules(acl: dict[str, Any]) -> dict[str, _Rule]:
    return {
        shown(canonical(each.get("Name", ""))): _rule(each)
        for each in acl.get("Rules", [])
        if isinstance(each, dict)  # no name of a function
    }


def _rule(rule: dict[str, Any]) -> _Rule:
    statement = rule.get("Statement", {})
    rate = statement.get("RateBasedStatement", {})
    overrides = statement.get("ManagedRuleGroupStatement", {}).get("RuleActionOverrides", [])
    listed = [each for each in overrides if isinstance(each, dict)]
    counted = [each for each in listed if "Count" in each.get("ActionToUse", {})]
    return _Rule(
        "None" in rule.get("OverrideAction", {}) or "Block" in rule.get("Action", {}),
        number({}, rate.get("Limit")),
        number({}, rate.get("EvaluationWindowSec")) or _WINDOW,
        frozenset(shown(canonical(each.get("Name", ""))) for each in counted),
    )
