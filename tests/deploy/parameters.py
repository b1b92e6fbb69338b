"""A template's parameters, and answers to those that it asks for at deployment."""

from __future__ import annotations

import re

from tests.deploy.subject import Subject

_ANSWERS = {
    "AdminEmail": "ops@example.com",
    "ApplicationVersion": "1.0.0",
    "ParentVPCStack": "network",
}
_FALLBACKS = ("ops@example.com", "1.0.0", "network", "1", "/proof", "10.0.0.0/16")


def asked(subject: Subject) -> dict[str, str]:
    """Return an answer to each parameter without a default, as a person would give it."""
    return {
        name: _ANSWERS.get(name) or _guess(name, parameter)
        for name, parameter in subject.template.get("Parameters", {}).items()
        if "Default" not in parameter
    }


def values(subject: Subject) -> dict[str, str]:
    """Return every parameter's value as it is deployed at first."""
    defaults = {
        name: str(parameter["Default"])
        for name, parameter in subject.template.get("Parameters", {}).items()
        if "Default" in parameter
    }
    return {**defaults, **asked(subject)}


def _guess(name: str, parameter: dict[str, object]) -> str:
    pattern = str(parameter.get("AllowedPattern", ".*"))
    for answer in _FALLBACKS:
        if re.fullmatch(pattern, answer):
            return answer
    raise ValueError(f"nothing to answer the parameter {name} with: add it to parameters.py")


def another_value(subject: Subject) -> tuple[str, str] | None:
    """Return a parameter and another value, for an update of parameters only; None without one."""
    now = values(subject)
    if "ApplicationVersion" in now:
        return "ApplicationVersion", "2.0.0"
    parameters = subject.template.get("Parameters", {})
    for name, parameter in parameters.items():
        for value in parameter.get("AllowedValues", []):
            if str(value) != now[name]:
                return name, str(value)
    others = {"InstanceType": "m7i.large", "KeyName": "operations"}
    return next(((name, value) for name, value in others.items() if name in now), None)
