"""A template with its parameters' defaults in their places, and its conditions decided by them."""

from __future__ import annotations

import re
from typing import Any

_VARIABLE = re.compile(r"\$\{([A-Za-z0-9]+)\}")


class Defaults:
    """The defaults of a template's parameters; those whose value is looked up have none."""

    def __init__(self, data: dict[str, Any]) -> None:
        self._values = {
            name: str(each["Default"])
            for name, each in data.get("Parameters", {}).items()
            if "Default" in each and not str(each.get("Type", "")).startswith("AWS::SSM::")
        }
        self._conditions = data.get("Conditions", {})

    def __bool__(self) -> bool:
        return bool(self._values)

    def fill(self, value: Any) -> Any:
        """Return template data with every default that is known in it."""
        if isinstance(value, list):
            return [self.fill(item) for item in value]
        if not isinstance(value, dict):
            return value
        if len(value) == 1:
            [(function, argument)] = value.items()
            if function == "Ref" and argument in self._values:
                return self._values[argument]
            if function == "Fn::Sub" and isinstance(argument, str):
                return {"Fn::Sub": _VARIABLE.sub(self._variable, argument)}
            if function == "Fn::If" and isinstance(argument, list) and len(argument) == 3:
                return self._branch(argument)
        return {key: self.fill(item) for key, item in value.items()}

    def _variable(self, match: re.Match[str]) -> str:
        return self._values.get(match[1], match[0])

    def _branch(self, argument: list[Any]) -> Any:
        holds = self._holds(self._conditions.get(argument[0]))
        if holds is None:
            return {"Fn::If": [argument[0], *(self.fill(each) for each in argument[1:])]}
        return self.fill(argument[1] if holds else argument[2])

    def _holds(self, condition: Any) -> bool | None:
        """Return what a condition comes to, None where that is not known."""
        if not isinstance(condition, dict) or len(condition) != 1:
            return None
        [(function, argument)] = condition.items()
        if function == "Condition":
            return self._holds(self._conditions.get(argument))
        if function == "Fn::Equals":
            left, right = (self.fill(each) for each in argument)
            known = not isinstance(left, (dict, list)) and not isinstance(right, (dict, list))
            return str(left) == str(right) if known else None
        parts = [self._holds(each) for each in argument] if isinstance(argument, list) else []
        if None in parts or not parts:
            return None
        results = {"Fn::Not": not parts[0], "Fn::And": all(parts), "Fn::Or": any(parts)}
        return results.get(function)


def filled_resources(data: dict[str, Any]) -> dict[str, Any]:
    """Return a template's resources with defaults filled in, as they are if there are none."""
    resources: dict[str, Any] = data.get("Resources", {})
    defaults = Defaults(data)
    if not defaults:
        return resources
    found: dict[str, Any] = defaults.fill(resources)
    return found
