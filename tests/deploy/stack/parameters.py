"""A template's parameters, and values for those without a default."""

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
    """Return a plausible value for each parameter without a default."""
    return {
        name: _ANSWERS.get(name) or _guess(name, parameter)
        for name, parameter in config.template.get("Parameters", {}).items()
        if "Default" not in parameter
    }


def values(config: ConfigUnderTest) -> dict[str, str]:
    """Return every parameter's value in the first deployment."""
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
    raise ValueError(f"no value for parameter {name}: add one to parameters.py")


def another_value(config: ConfigUnderTest) -> tuple[str, str] | None:
    """Return a parameter and another value, for an update of parameters only; None without one."""
    now = values(config)
    if "ApplicationVersion" in now:
        return "ApplicationVersion", "2.0.0"
    parameters = config.template.get("Parameters", {})
    for name, parameter in parameters.items():
        for value in parameter.get("AllowedValues", []):
            if str(value) != now[name]:
                return name, str(value)
    others = {"InstanceType": "m7i.large", "KeyName": "operations"}
    return next(((name, value) for name, value in others.items() if name in now), None)
