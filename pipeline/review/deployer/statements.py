"""Grants as the statements of IAM policies."""

from __future__ import annotations

import fnmatch
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from pipeline.review.deployer.grants import Grant
from pipeline.review.deployer.patterns import ANY
from pipeline.review.deployer.roles import Condition

_MOST_ACTIONS = 60  # of a statement, so that each fits into a policy


def statements(grants: Iterable[Grant]) -> list[dict[str, Any]]:
    """Return statements that allow what some grants do, one for each service and scope."""
    arns: dict[tuple[str, Condition], set[str]] = defaultdict(set)
    for each in grants:
        arns[each.action, each.condition].add(each.arn)
    scopes: dict[tuple[str, tuple[str, ...], Condition], list[str]] = defaultdict(list)
    for (action, condition), found in arns.items():
        scope = (ANY,) if ANY in found else tuple(sorted(found))
        scopes[action.partition(":")[0], scope, condition].append(action)
    found_: list[dict[str, Any]] = []
    for (service, scope, condition), actions in sorted(scopes.items()):
        kept = sorted(set(actions) - _covered(actions))
        for start in range(0, len(kept), _MOST_ACTIONS):
            name = f"{service.title().replace('-', '')}{len(found_) + 1}"
            part = kept[start : start + _MOST_ACTIONS]
            found_.append(_statement(name, part, scope, condition))
    return found_


def substituted(text: str) -> Any:
    """Return a text as a template has it: `Fn::Sub` where there is a variable in it."""
    return {"Fn::Sub": text} if "${" in text else text


def _statement(
    sid: str, actions: list[str], arns: tuple[str, ...], condition: Condition
) -> dict[str, Any]:
    found: dict[str, Any] = {"Sid": sid, "Effect": "Allow", "Action": actions, "Resource": ANY}
    if arns != (ANY,):
        found["Resource"] = [substituted(arn) for arn in arns]
    if condition:
        operator = "StringLike" if ANY in str(condition) else "StringEquals"
        keys = {key: [substituted(each) for each in values] for key, values in condition}
        found["Condition"] = {operator: keys}
    return found


def _covered(actions: list[str]) -> set[str]:
    """Return the actions that a wildcard among them covers."""
    patterns = [each for each in actions if ANY in each]
    return {
        each
        for each in actions
        if any(each != pattern and fnmatch.fnmatchcase(each, pattern) for pattern in patterns)
    }
