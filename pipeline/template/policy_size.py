"""How many characters a role's inline policies have, as IAM counts them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

_VARIABLE = re.compile(r"\$\{(!?)([^}]*)\}")
_ACCOUNT = "123456789012"


def inline_size(role: dict[str, Any], region: str) -> int:
    """Return the least size of a role's inline policies together, without white space."""
    return sum(_size(each, region) for each in _documents(role))


def _documents(role: dict[str, Any]) -> Iterator[Any]:
    properties = role.get("Properties")
    policies = properties.get("Policies") if isinstance(properties, dict) else None
    for policy in policies if isinstance(policies, list) else ():
        if isinstance(policy, dict):
            yield policy.get("PolicyDocument")


def _size(document: Any, region: str) -> int:
    text = json.dumps(_resolved(document, region), separators=(",", ":"), ensure_ascii=False)
    return len("".join(text.split()))


def _resolved(value: Any, region: str) -> Any:
    """Return a part of a policy with the known values of functions, and nothing for the others."""
    if isinstance(value, list):
        return [_resolved(each, region) for each in value]
    if not isinstance(value, dict):
        return value
    if len(value) == 1:
        [(name, argument)] = value.items()
        if name == "Fn::Sub" and isinstance(argument, str):
            return _VARIABLE.sub(lambda found: _variable(found, region), argument)
        if name == "Fn::If" and isinstance(argument, list):
            return max((_resolved(each, region) for each in argument[1:]), key=_length, default="")
        if name == "Ref" or name.startswith("Fn::"):
            return ""
    return {key: _resolved(each, region) for key, each in value.items()}


def _variable(found: re.Match[str], region: str) -> str:
    known = {"AWS::AccountId": _ACCOUNT, "AWS::Region": region, "AWS::Partition": "aws"}
    return f"${{{found[2]}}}" if found[1] else known.get(found[2], "")


def _length(value: Any) -> int:
    return len(json.dumps(value, ensure_ascii=False))
