"""How long a role's inline policies are together: IAM refuses a role with longer ones."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from pipeline.config.aws_limits import limit
from pipeline.diagnostic import Diagnostic, InvalidInput, Location
from pipeline.paths import KeyPath, dotted, starts_with, value_at
from pipeline.template.template import Template

_VARIABLE = re.compile(r"\$\{(!?)([^}]*)\}")
_ACCOUNT = "123456789012"


def check_role_policies(template: Template, regions: list[str]) -> None:
    """Raise InvalidInput, at the setting that adds most, for policies longer than IAM takes.

    White space does not count, nor does here what only a deployment knows.
    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
    """
    most, region = limit("characters of a role's inline policies"), max(regions, key=len)
    diagnostics = []
    for id_, resource in template.data.get("Resources", {}).items():
        if isinstance(resource, dict) and resource.get("Type") == "AWS::IAM::Role":
            size = sum(_size(each, region) for each in _documents(resource))
            if size > most:
                message = f"the inline policies of {id_} have at least {size:,} characters"
                diagnostics.append(_diagnostic(template, ("Resources", id_), message, most))
    if diagnostics:
        raise InvalidInput(diagnostics)


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


def _diagnostic(template: Template, path: KeyPath, message: str, most: int) -> Diagnostic:
    lengths: Counter[KeyPath] = Counter()
    first: dict[KeyPath, Location] = {}
    policies = (*path, "Properties", "Policies")
    for element, source in template.sources.items():
        for origin in source.origins if starts_with(element, policies) else ():
            setting = origin.setting[:2]
            lengths[setting] += len(str(value_at(template.data, element)))
            first[setting] = min(origin.location, first.get(setting, origin.location))
    found = template.source(policies)
    partial = found.partial if found else Location("")
    if not lengths:
        hint = f"IAM takes {most:,}: make a part a managed policy"
        return Diagnostic(partial, message, hint, partial=partial, element=policies)
    [(setting, _)] = lengths.most_common(1)
    message = f"{dotted(setting)}: {message}"
    hint = f"IAM takes {most:,}, and this setting adds most of them: name fewer here, or shorter"
    return Diagnostic(first[setting], message, hint, element=policies, setting=setting)
