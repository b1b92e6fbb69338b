"""What follows from a rule that takes some requests from the application, or gives them back.

CloudFormation changes a rule before it replaces the instances, which refer to none, and deletes it
after all else:
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-updating-stacks-monitor-stack.html
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from pipeline.review.answer_consequences import all_taken, answer_of
from pipeline.review.canonical import canonical
from pipeline.review.effects import Effect
from pipeline.review.records import REMOVED
from pipeline.review.references import references
from pipeline.review.rule_conditions import requests_of
from pipeline.review.target_shares import last_action, target_shares
from pipeline.review.update import Note, Update
from pipeline.review.update_behaviours import GROUP
from pipeline.review.wording import shown

_RULE = "AWS::ElasticLoadBalancingV2::ListenerRule"


class _Taken(NamedTuple):
    """The requests that a rule takes, what becomes of them, and the target group at a port."""

    requests: str
    answer: str
    target_group: str = ""


def some_requests(update: Update) -> Iterator[Note]:
    """Yield the rules that some requests go elsewhere by from now on, or no longer."""
    if not _groups(update.before):
        return  # no application that requests reached
    for change in update.of_type(_RULE):
        old = _side(update.before, update.old(change.name))
        new = _side(update.after, update.new(change.name))
        if new and new[:2] != (old[:2] if old else None):
            yield _arriving(update, change.name, new)
        if old and (not new or new.requests != old.requests):
            is_detached = old.target_group not in _attached(update.after)
            if change.kind == REMOVED and old.target_group and is_detached:
                yield _until_deleted(update, change.name, old)
            else:
                text = f"requests ({old.requests}) are no longer {old.answer}"
                yield Note(change.name, f"{text}: later rules and the default action decide")


def _arriving(update: Update, name: str, new: _Taken) -> Note:
    text = f"requests ({new.requests}) are {new.answer} from now on"
    if not new.target_group:
        return Note(name, text)
    if new.target_group in update.replaced or new.target_group not in _attached(update.before):
        text = f"requests ({new.requests}) fail until instances are healthy in "
        text += f"{new.target_group}, then they are {new.answer}"
    text += ": the running release has to listen there, see docs/deploying.md"
    return Note(name, text, interrupts=True)


def _until_deleted(update: Update, name: str, old: _Taken) -> Note:
    text = f"requests ({old.requests}) fail from the beginning of the update until its end, when"
    text += " CloudFormation deletes the rule"
    if any(change.effect >= Effect.ROLL for change in update.of_type(GROUP)):
        text += ": remove it in a deployment that replaces no instance"
    return Note(name, text, interrupts=True)


def _side(template: dict[str, Any], rule: dict[str, Any]) -> _Taken | None:
    """Return the requests that a rule takes from the application's port, None where all or none."""
    if not rule or all_taken(template, rule):
        return None
    requests = requests_of(rule, lambda value: shown(canonical(value)))
    if found := answer_of(template, rule):
        return _Taken(requests, found)
    attached = _attached(template)
    others = [each for each in target_shares(last_action(rule)) if each in attached[1:]]
    if not others or attached[0] in target_shares(last_action(rule)):
        return None
    port = template["Resources"][others[0]].get("Properties", {}).get("Port", "")
    return _Taken(requests, f"sent to port {shown(canonical(port))} of the instances", others[0])


def _attached(template: dict[str, Any]) -> list[str]:
    """Return the target groups that instances are registered in, the application's first."""
    named = [each.get("TargetGroupARNs", []) for each in _groups(template)]
    return [each.target for each in references(canonical(named))]


def _groups(template: dict[str, Any]) -> list[dict[str, Any]]:
    found = template.get("Resources", {}).values()
    return [each.get("Properties", {}) for each in found if each.get("Type") == GROUP]
