"""Whether a statement of a policy includes another one: each request that one matches.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html
"""

from __future__ import annotations

import fnmatch
import json
from typing import Any

from pipeline.yaml_source.functions import is_function

EVERYONE = ("AWS", "*")


def includes(old: tuple[str, ...], new: tuple[str, ...]) -> bool:
    """Compare action, resource, principals, condition, and the condition of the template.

    Principals and the condition are JSON, empty where there are none.
    """
    if old[4] not in ("", new[4]):
        return False
    if not (_principals(old[2], new[2]) and _condition(old[3], new[3])):
        return False
    action = fnmatch.fnmatchcase(new[0].lower(), old[0].lower())  # actions have no case
    return action and fnmatch.fnmatchcase(new[1], old[1])


def principals(text: str) -> set[tuple[str, str]]:
    """Return the principals of a statement, each with its type; one that is a function is JSON."""
    data = json.loads(text or "{}")
    if isinstance(data, str):
        return {("AWS", data)}
    if is_function(data):
        return {("", text)}
    return {
        (type_, each if isinstance(each, str) else json.dumps(each, sort_keys=True))
        for type_, found in data.items()
        for each in (found if isinstance(found, list) else [found])
    }


def _principals(old: str, new: str) -> bool:
    if old == new:
        return True
    outer = principals(old)
    return bool(new) and (EVERYONE in outer or principals(new) <= outer)


def _condition(old: str, new: str) -> bool:
    """Whether what meets a condition meets the old one: all of its keys, with no other values."""
    outer, inner = (json.loads(each or "{}") for each in (old, new))
    if any(not isinstance(keys, dict) for keys in (*outer.values(), *inner.values())):
        return old in ("", new)  # decided by a function
    return all(
        _values(operator, value, inner.get(operator, {}).get(key))
        for operator, keys in outer.items()
        for key, value in keys.items()
    )


def _values(operator: str, old: Any, new: Any) -> bool:
    """Whether values are among the old ones; one of them has to match, but with negations all."""
    if new is None or old == new:
        return new is not None
    if "Not" in operator:
        return False
    outer, inner = (each if isinstance(each, list) else [each] for each in (old, new))
    return all(each in outer for each in inner)
