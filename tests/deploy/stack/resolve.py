"""Resolves a template's intrinsic functions after deployment, as far as these tests need it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

Data = dict[str, Any]

_IN_SUB = re.compile(r"\$\{(!?)([^}]*)\}")
_NO_VALUE = object()
_IDENTITY = (
    "Arn",
    "GroupId",
    "VpcId",
    "TopicArn",
    "LoadBalancerArn",
    "TargetGroupArn",
    "ListenerArn",
)


@dataclass(frozen=True)
class Scope:
    """The values that functions refer to: parameters, physical ids, conditions, exports."""

    names: dict[str, str]
    ids: dict[str, str]
    conditions: Data
    exports: dict[str, str]
    mappings: Data = field(default_factory=dict)


def resolve(value: Any, scope: Scope) -> Any:
    """Return data with its functions resolved; raises LookupError for an unknown function."""
    if isinstance(value, list):
        items = [resolve(item, scope) for item in value]
        return [item for item in items if item is not _NO_VALUE]
    if not isinstance(value, dict):
        return value
    if len(value) == 1:
        name, argument = next(iter(value.items()))
        if name == "Ref" or name.startswith("Fn::"):
            return _call(name, argument, scope)
    items_of = {key: resolve(item, scope) for key, item in value.items()}
    return {key: item for key, item in items_of.items() if item is not _NO_VALUE}


def _call(name: str, argument: Any, scope: Scope) -> Any:
    if name == "Ref":
        return _NO_VALUE if argument == "AWS::NoValue" else _name(argument, scope)
    if name == "Fn::GetAtt":
        return _attribute(argument[0], argument[1], scope)
    if name == "Fn::Sub":
        return _sub(argument, scope)
    if name == "Fn::If":
        chosen = argument[1] if _holds(argument[0], scope) else argument[2]
        return resolve(chosen, scope)
    if name == "Fn::ImportValue":
        return scope.exports[resolve(argument, scope)]
    if name == "Fn::FindInMap":
        mapping, first, second = resolve(argument, scope)
        return scope.mappings[mapping][first][second]
    if name == "Fn::Join":
        return str(argument[0]).join(map(str, resolve(argument[1], scope)))
    if name == "Fn::Base64":
        return resolve(argument, scope)
    raise LookupError(f"resolve.py does not support {name}")


def _name(name: str, scope: Scope) -> str:
    return scope.names[name] if name in scope.names else scope.ids[name]


def _attribute(resource: str, attribute: str, scope: Scope) -> str:
    """Return an attribute, derived from the physical id, which is mostly an ARN."""
    identity = scope.ids[resource]
    if attribute in ("LoadBalancerFullName", "TargetGroupFullName"):
        name = identity.split(":", 5)[-1]
        return name.removeprefix("loadbalancer/")
    if attribute in ("TopicName", "AlarmName"):
        return identity.rsplit(":", 1)[-1]
    return identity if attribute in _IDENTITY else f"{identity}.{attribute}"


def _sub(argument: Any, scope: Scope) -> str:
    text, own = argument if isinstance(argument, list) else (argument, {})

    def fill(found: re.Match[str]) -> str:
        if found[1]:
            return f"${{{found[2]}}}"
        if found[2] in own:
            return str(resolve(own[found[2]], scope))
        name, _, attribute = found[2].partition(".")
        return _attribute(name, attribute, scope) if attribute else str(_name(name, scope))

    return _IN_SUB.sub(fill, text)


def _holds(name: str, scope: Scope) -> bool:
    return _truth(scope.conditions[name], scope)


def _truth(expression: Data, scope: Scope) -> bool:
    function, argument = next(iter(expression.items()))
    if function == "Condition":
        return _holds(argument, scope)
    if function == "Fn::Equals":
        left, right = resolve(argument, scope)
        return bool(left == right)
    results = [_truth(each, scope) for each in argument]
    return {"Fn::Not": not results[0], "Fn::And": all(results), "Fn::Or": any(results)}[function]
