"""A template's values as patterns of IAM: `*` for what is not known before the deployment."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

ANY = "*"
_VARIABLE = re.compile(r"\$\{([^!}][^}]*)\}")
Parameters = dict[str, dict[str, Any]]


def pattern(value: Any, parameters: Parameters) -> str:
    """Return a value as `Fn::Sub` takes it, with the pseudo parameters and `${StackName}`."""
    if isinstance(value, dict) and len(value) == 1:
        [(key, argument)] = value.items()
        if key == "Ref":
            return _variable(str(argument), parameters)
        if key == "Fn::Sub":
            text = argument if isinstance(argument, str) else str(argument[0])
            return _VARIABLE.sub(lambda found: _variable(found[1], parameters), text)
        if key == "Fn::Join":
            return str(argument[0]).join(pattern(each, parameters) for each in argument[1])
    return ANY if isinstance(value, (dict, list)) else str(value).replace("${", "${!")


def _variable(name: str, parameters: Parameters) -> str:
    if name == "AWS::StackName":
        return "${StackName}"
    if name.startswith("AWS::"):
        return f"${{{name}}}"
    return str(parameters.get(name, {}).get("Default") or ANY)


def hosted_zones(value: Any) -> Iterator[Any]:
    """Yield the hosted zones that records go into, not those of what they lead to."""
    if isinstance(value, dict):
        for key, item in value.items():
            if key == "HostedZoneId":
                yield item
            elif key == "HostedZoneName":
                yield ANY
            elif key != "AliasTarget":
                yield from hosted_zones(item)
    elif isinstance(value, list):
        for item in value:
            yield from hosted_zones(item)
