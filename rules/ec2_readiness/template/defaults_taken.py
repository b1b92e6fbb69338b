"""A default that the parameter does not take."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ec2_readiness.engine import Finding, Rule, Stack, Value, as_list, aws, number, string


class DefaultsTaken(Rule):
    id = "ER9918"
    shortdesc = "A parameter's default is a value that it takes"
    description = (
        "CloudFormation refuses a default that is none of AllowedValues, outside MinValue and "
        "MaxValue, too short or too long, or not as AllowedPattern says."
    )
    instead = "Write a default within the parameter's own bounds"
    source_url = aws("AWSCloudFormation/latest/UserGuide/parameters-section-structure.html")
    tags = ["template"]

    def check_stack(self, stack: Stack) -> Iterator[Finding]:
        for name, body in stack.parameters.items():
            default = string(body.get("Default")) if isinstance(body, dict) else None
            listed = (
                str(body.get("Type")).startswith(("List<", "CommaDelimited")) if default else True
            )
            if default is None or listed:
                continue
            problem = self._problem(body, default)
            if problem:
                yield Finding("", ("Parameters", name, "Default"), f"{default!r} is {problem}")

    @staticmethod
    def _problem(body: dict[str, Value], default: str) -> str:
        allowed = [string(value) for value in as_list(body.get("AllowedValues"))]
        size, length = number(default), float(len(default))
        low, high = number(body.get("MinValue")), number(body.get("MaxValue"))
        short, long = number(body.get("MinLength")), number(body.get("MaxLength"))
        if allowed and default not in allowed:
            return "none of the allowed values"
        if size is not None and (
            (low is not None and size < low) or (high is not None and size > high)
        ):
            return "out of bounds"
        if (short is not None and length < short) or (long is not None and length > long):
            return "too short or too long"
        pattern = body.get("AllowedPattern")
        if isinstance(pattern, str) and not _fits(pattern, default):
            return "not as AllowedPattern says"
        return ""


def _fits(pattern: str, default: str) -> bool:
    """Java's expressions are Python's where they are simple; of any other nothing is said."""
    try:
        return re.fullmatch(pattern, default) is not None
    except (re.error, OverflowError, RecursionError):
        return True
