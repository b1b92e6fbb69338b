"""What the load balancer does with a request, by the rules of its listeners in their order."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from pipeline.review.canonical import canonical
from pipeline.review.rule_conditions import requests_of
from pipeline.review.sheet.reach import LISTENER, RULE, foreign_rules
from pipeline.review.sheet.stack import Properties, Stack
from pipeline.review.wording import shown


class Answer(NamedTuple):
    """A listener's protocol and port, the requests that a rule is for, and what it does."""

    listener: str
    requests: str
    action: str


def answers(stack: Stack) -> list[Answer]:
    """Return what becomes of requests: the first row that fits one decides, the default last."""
    found = []
    for name, properties in stack.of_type(LISTENER):
        port = f"{stack.words(properties.get('Protocol'))} {stack.words(properties.get('Port'))}"
        mode = stack.words(properties.get("MutualAuthentication", {}).get("Mode", "off"))
        port += f", client certificates: {mode}" if mode != "off" else ""
        rules = [each for _, each in stack.of_type(RULE)]
        own = [each for each in rules if name in stack.targets(each.get("ListenerArn"))]
        found += [_answer(stack, port, each) for each in _by_priority(stack, own)]
        others = "all others" if own else "all"
        found.append(Answer(port, others, _actions(stack, properties.get("DefaultActions", []))))
    foreign = [each for _, each in foreign_rules(stack)]
    return [*found, *(_answer(stack, "of another stack", each) for each in foreign)]


def _by_priority(stack: Stack, rules: list[Properties]) -> list[Properties]:
    return sorted(rules, key=lambda rule: stack.number(rule.get("Priority")))


def _answer(stack: Stack, port: str, rule: Properties) -> Answer:
    requests = requests_of(rule, stack.words)
    return Answer(port, requests, _actions(stack, rule.get("Actions", [])))


def _actions(stack: Stack, actions: list[dict[str, Any]]) -> str:
    return ", then ".join(_action(stack, each) for each in actions)


def _action(stack: Stack, action: dict[str, Any]) -> str:
    kind = stack.words(action.get("Type"))
    if kind == "forward":
        return f"forward to {', '.join(_target_groups(stack, action)) or 'a target group'}"
    if kind == "redirect":
        config = action.get("RedirectConfig", {})
        parts = [stack.words(config.get(key, "")) for key in ("Protocol", "Host", "Path")]
        return f"redirect to {' '.join(part for part in parts if part) or 'the same'}"
    if kind == "fixed-response":
        return f"answer {stack.words(action.get('FixedResponseConfig', {}).get('StatusCode', ''))}"
    return kind


def _target_groups(stack: Stack, action: dict[str, Any]) -> Iterator[str]:
    """Yield the target groups of the stack by name, and others by what refers to them."""
    groups = action.get("ForwardConfig", {}).get("TargetGroups", [])
    for each in groups or [action]:
        arn = each.get("TargetGroupArn")
        name = next(iter(stack.targets(arn)), "") or shown(canonical(arn)) if arn else ""
        weight = f" (weight {stack.words(each['Weight'])})" if "Weight" in each else ""
        if name:
            yield name + weight
