"""What follows from a change for each request: who answers it, and on which terms.

https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-rules.html
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pipeline.review.canonical import canonical
from pipeline.review.update import Note, Update
from pipeline.review.wording import shown

_LISTENER = "AWS::ElasticLoadBalancingV2::Listener"
_RULE = "AWS::ElasticLoadBalancingV2::ListenerRule"
_GROUP = "AWS::ElasticLoadBalancingV2::TargetGroup"
_TERMS = {
    "authenticate-cognito": "clients have to sign in: a request without a session is redirected",
    "authenticate-oidc": "clients have to sign in: a request without a session is redirected",
    "jwt-validation": "requests without a valid token are answered with 401",
}
Properties = dict[str, Any]


def answered_by_rules(update: Update) -> Iterator[Note]:
    """Yield the rules that take all requests from the application."""
    for change in update.of_type(_RULE):
        before = _taken(update.before, update.old(change.name))
        after = _taken(update.after, update.new(change.name))
        if after and after != before:
            yield Note(change.name, f"{after} as long as the rule is there", interrupts=True)


def _taken(template: dict[str, Any], rule: Properties) -> str:
    """Return what becomes of all requests by a rule, empty where it is not for all of them."""
    found = [each for each in _rules(template) if _on(each) == _on(rule)]
    later = [each for each in found if _priority(each) > _priority(rule)]
    served = [[], *(_conditions(each) for each in later if not _answer(template, each))]
    answer = _answer(template, rule)
    if not answer or not any(all(own in each for own in _conditions(rule)) for each in served):
        return ""
    is_first = all(_priority(rule) <= _priority(each) for each in found)
    return f"every request{'' if is_first else ' that no rule before it matches'} is {answer}"


def _answer(template: dict[str, Any], rule: Properties) -> str:
    """Return what a rule does with requests in place of the application, empty if nothing."""
    action = _last(rule.get("Actions", []))
    if action.get("Type") == "fixed-response":
        code = shown(canonical(action.get("FixedResponseConfig", {}).get("StatusCode", "")))
        return f"answered with {code}"
    if action.get("Type") == "redirect":
        return "redirected"
    groups = _shares(action)
    own = [name for name, each in template.get("Resources", {}).items() if each["Type"] == _GROUP]
    return f"forwarded to {', '.join(groups)}" if groups and not {*groups} & {*own} else ""


def _conditions(rule: Properties) -> list[Any]:
    """Return what a rule asks of a request; all paths are no condition."""
    found = canonical(rule.get("Conditions", []))
    return [
        each
        for each in found
        if each.get("PathPatternConfig", {}).get("Values") not in (["/*"], ["*"])
    ]


def default_answers(update: Update) -> Iterator[Note]:
    """Yield the listeners that answer themselves what they forwarded before."""
    for change in update.of_type(_LISTENER):
        old, new = (
            _last(each(change.name).get("DefaultActions", [])) for each in (update.old, update.new)
        )
        if old.get("Type") == "forward" and new.get("Type") == "fixed-response":
            code = shown(canonical(new.get("FixedResponseConfig", {}).get("StatusCode", "")))
            text = f"requests that no rule matches are answered with {code}"
            yield Note(change.name, text, interrupts=True)


def shares(update: Update) -> Iterator[Note]:
    """Yield the listeners and rules that send another share of requests to a target group."""
    for change in update.changes:
        key = {_LISTENER: "DefaultActions", _RULE: "Actions"}.get(change.type)
        if not key or change.kind:
            continue
        old, new = (
            _shares(_last(each(change.name).get(key, []))) for each in (update.old, update.new)
        )
        if old != new and (len(old) > 1 or len(new) > 1):
            words = ", ".join(f"{percent} percent to {group}" for group, percent in new.items())
            yield Note(change.name, f"requests go {words} from now on")


def _shares(action: Properties) -> dict[str, int]:
    """Return the target groups of an action, each with its percentage of the requests."""
    if action.get("Type") != "forward":
        return {}
    groups = action.get("ForwardConfig", {}).get("TargetGroups", [])
    if not groups:
        return {shown(canonical(action.get("TargetGroupArn", ""))): 100}
    weights = {
        shown(canonical(each.get("TargetGroupArn", ""))): int(each.get("Weight", 1))
        for each in groups
    }
    total = sum(weights.values()) or 1
    return {group: weight * 100 // total for group, weight in weights.items() if weight}


def terms(update: Update) -> Iterator[Note]:
    """Yield what clients need from now on to be let through by a listener or rule."""
    for change in update.changes:
        key = {_LISTENER: "DefaultActions", _RULE: "Actions"}.get(change.type)
        if not key or change.kind:
            continue
        old, new = update.old(change.name), update.new(change.name)
        before, after = ({each.get("Type") for each in side.get(key, [])} for side in (old, new))
        for type_ in sorted((after - before) & _TERMS.keys()):
            yield Note(change.name, _TERMS[type_], interrupts=True)
        modes = [each.get("MutualAuthentication", {}).get("Mode", "off") for each in (old, new)]
        if modes[0] != modes[1] == "verify":
            text = "clients without a certificate that the trust store verifies get no connection"
            yield Note(change.name, text, interrupts=True)


def _rules(template: dict[str, Any]) -> list[Properties]:
    found = template.get("Resources", {}).values()
    return [each.get("Properties", {}) for each in found if each.get("Type") == _RULE]


def _on(rule: Properties) -> Any:
    return canonical(rule.get("ListenerArn", ""))


def _priority(rule: Properties) -> int:
    priority = str(rule.get("Priority", ""))
    return int(priority) if priority.isdecimal() else 0


def _last(actions: Any) -> Properties:
    """Return the action that ends a rule: it has the highest order."""
    found = (
        [each for each in actions if isinstance(each, dict)] if isinstance(actions, list) else []
    )
    return max(found, key=lambda each: int(each.get("Order", 0)), default={})
