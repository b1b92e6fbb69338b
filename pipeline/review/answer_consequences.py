"""What follows from a change for each request: who answers it.

https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-rules.html
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pipeline.review.canonical import canonical
from pipeline.review.target_shares import last_action, target_shares
from pipeline.review.update import Note, Update
from pipeline.review.wording import shown

_LISTENER = "AWS::ElasticLoadBalancingV2::Listener"
_RULE = "AWS::ElasticLoadBalancingV2::ListenerRule"
_GROUP = "AWS::ElasticLoadBalancingV2::TargetGroup"
_ALL_PATHS = ({"Values": ["/*"]}, {"Values": ["*"]})
Properties = dict[str, Any]


def answered_by_rules(update: Update) -> Iterator[Note]:
    """Yield the rules that take all requests from the application."""
    for change in update.of_type(_RULE):
        before = all_taken(update.before, update.old(change.name))
        after = all_taken(update.after, update.new(change.name))
        if after and after != before:
            yield Note(change.name, f"{after} as long as the rule is there", interrupts=True)


def all_taken(template: dict[str, Any], rule: Properties) -> str:
    """Return what becomes of all requests by a rule, empty where it does not take all."""
    found = [each for each in _rules(template) if _on(each) == _on(rule)]
    later = [each for each in found if _priority(each) > _priority(rule)]
    served = [[], *(_conditions(each) for each in later if not answer_of(template, each))]
    answer = answer_of(template, rule)
    if not answer or not any(all(own in each for own in _conditions(rule)) for each in served):
        return ""
    is_first = all(_priority(rule) <= _priority(each) for each in found)
    return f"every request{'' if is_first else ' that no rule before it matches'} is {answer}"


def answer_of(template: dict[str, Any], rule: Properties) -> str:
    """Return what a rule does with requests in place of the application, empty if nothing."""
    action = last_action(rule)
    if action.get("Type") == "fixed-response":
        code = shown(canonical(action.get("FixedResponseConfig", {}).get("StatusCode", "")))
        return f"answered with {code}"
    if action.get("Type") == "redirect":
        return "redirected"
    groups = target_shares(action)
    own = [name for name, each in template.get("Resources", {}).items() if each["Type"] == _GROUP]
    return f"forwarded to {', '.join(groups)}" if groups and not {*groups} & {*own} else ""


def _conditions(rule: Properties) -> list[Any]:
    """Return what a rule asks of a request; all paths are no condition."""
    found = canonical(rule.get("Conditions", []))
    return [
        each
        for each in found
        if not (isinstance(each, dict) and each.get("PathPatternConfig") in _ALL_PATHS)
    ]


def default_answers(update: Update) -> Iterator[Note]:
    """Yield the listeners that answer or redirect what they forwarded before.

    A client that follows a redirect may change POST to GET: RFC 9110, 15.4.2.
    """
    for change in update.of_type(_LISTENER):
        sides = (each(change.name) for each in (update.old, update.new))
        old, new = (last_action(each) for each in sides)
        if old.get("Type") != "forward" or new.get("Type") not in ("fixed-response", "redirect"):
            continue
        text = "requests that no rule matches are "
        if new["Type"] == "fixed-response":
            code = shown(canonical(new.get("FixedResponseConfig", {}).get("StatusCode", "")))
            text += f"answered with {code}"
        else:
            secure = new.get("RedirectConfig", {}).get("Protocol") == "HTTPS"
            text += f"redirected{' to HTTPS' if secure else ''} from now on: clients that do not "
            text += "follow a redirect fail, and others may repeat a POST as GET"
        yield Note(change.name, text, interrupts=True)


def _rules(template: dict[str, Any]) -> list[Properties]:
    found = template.get("Resources", {}).values()
    return [each.get("Properties", {}) for each in found if each.get("Type") == _RULE]


def _on(rule: Properties) -> Any:
    return canonical(rule.get("ListenerArn", ""))


def _priority(rule: Properties) -> int:
    priority = str(rule.get("Priority", ""))
    return int(priority) if priority.isdecimal() else 0
