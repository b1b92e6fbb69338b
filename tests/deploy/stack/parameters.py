"""A template's parameters, and answers to those that it asks for at deployment."""

from __future__ import annotations

import re

from tests.deploy.stack.config_under_test import ConfigUnderTest

_ANSWERS = {
    "AdminEmail": "ops@example.com",
    "ApplicationVersion": "1.0.0",
    "ParentVPCStack": "network",
}
_FALLBACKS = ("ops@example.com", "1.0.0", "network", "1", "/proof", "10.0.0.0/16")


def asked(config: ConfigUnderTest) -> dict[str, str]:
    """Return an answer to each parameter without a default, as a person would give it."""
    return {
        name: _ANSWERS.get(name) or _guess(name, parameter)
        for name, parameter in config.template.get("Parameters", {}).items()
        if "Default" not in parameter
    }


def values(config: ConfigUnderTest) -> dict[str, str]:
    """Return every parameter's value as it is deployed at first."""
    defaults = {
        name: str(parameter["Default"])
        for name, parameter in config.template.get("Parameters", {}).items()
        if "Default" in parameter
    }
    return {**defaults, **asked(config)}


def _guess(name: str, parameter: dict[str, object]) -> str:
    pattern = str(parameter.get("AllowedPattern", ".*"))
    for answer in _FALLBACKS:
        if re.fullmatch(pattern, answer):
            return answer
    raise ValueError(f"nothing to answer the parameter {name} with: add it to parameters.py")


def another_value(config: ConfigUnderTest) -> tuple[str, str]:
    """Return a parameter and a value that it does not have, for an update of parameters only."""
    now = values(config)
    if "ApplicationVersion" in now:
        return "ApplicationVersion", "2.0.0"
    parameters = config.template["Parameters"]
    for name, parameter in parameters.items():
        for value in parameter.get("AllowedValues", []):
            if str(value) != now[name]:
                return name, str(value)
    return "InstanceType", "m7i.large"
