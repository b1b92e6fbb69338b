"""Evaluates whether a role's inline statements allow a call.

Only the operators that templates here use are supported; others are rejected, not ignored.
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
"""

from __future__ import annotations

import fnmatch
from dataclasses import dataclass, field
from typing import Any

Data = dict[str, Any]
_EQUAL = ("StringEquals", "StringEqualsIfExists", "ArnEquals")
_LIKE = ("StringLike", "ArnLike")


class UnknownStatementError(ValueError):
    """A statement that this module does not support."""


@dataclass(frozen=True)
class Call:
    """A call to AWS, as IAM sees it."""

    action: str  # service:Operation
    resource: str = "*"
    context: dict[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.action if self.resource == "*" else f"{self.action} on {self.resource}"


def allowed(statements: list[Data], call: Call) -> bool:
    """Return whether some statement allows a call, and none denies it."""
    effects = {statement["Effect"] for statement in statements if applies(statement, call)}
    return effects == {"Allow"}


def applies(statement: Data, call: Call) -> bool:
    """Return whether a statement applies to a call; raises UnknownStatementError."""
    if unknown := statement.keys() - {"Sid", "Effect", "Action", "Resource", "Condition"}:
        raise UnknownStatementError(f"{sorted(unknown)} in {statement}")
    actions = [each.lower() for each in as_list(statement["Action"])]
    named = any(_like(call.action.lower(), pattern) for pattern in actions)
    resources = as_list(statement["Resource"])
    return (
        named and any(_like(call.resource, each) for each in resources) and _holds(statement, call)
    )


def as_list(value: Any) -> list[str]:
    """Return one value or several as a list."""
    return [value] if isinstance(value, str) else list(value)


def _like(text: str, pattern: str) -> bool:
    return fnmatch.fnmatchcase(text, pattern.replace("[", "[[]"))


def _holds(statement: Data, call: Call) -> bool:
    for operator, keys in statement.get("Condition", {}).items():
        if operator not in (*_EQUAL, *_LIKE):
            raise UnknownStatementError(f"{operator} in {statement}")
        for key, wanted in keys.items():
            found = call.context.get(key)
            patterns = as_list(wanted)
            if found is None or not any(_like(found, each) for each in patterns):
                return False
    return True
