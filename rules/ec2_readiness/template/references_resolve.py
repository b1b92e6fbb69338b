"""References in mappings and rules that lead nowhere."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ec2_readiness.engine import Finding, Rule, Stack, aws

Place = tuple["str | int", ...]


class ReferencesResolve(Rule):
    id = "ER9925"
    shortdesc = "FindInMap finds its key, and a template's rules ask for parameters only"
    description = (
        "CloudFormation refuses a key that the mapping does not have, and a rule that refers to a "
        "resource: rules are looked at before there are any."
    )
    instead = "Add the key to the mapping; refer to a parameter"
    source_url = aws("AWSCloudFormation/latest/UserGuide/rules-section-structure.html")
    tags = ["template"]

    def check_stack(self, stack: Stack) -> Iterator[Finding]:
        template = stack.template
        mappings, resources = template.get("Mappings"), template.get("Resources")
        searched = template.get("Resources") if isinstance(mappings, dict) else None
        for place, node in _nodes(searched, ("Resources",)):
            problem = _unmapped(node.get("Fn::FindInMap"), mappings)
            if problem:
                yield Finding("", place, problem)
        for place, node in _nodes(template.get("Rules"), ("Rules",)):
            name = node.get("Ref") or node.get("Fn::GetAtt")
            first = name[0] if isinstance(name, list) and name else name
            if isinstance(resources, dict) and isinstance(first, str) and first in resources:
                yield Finding("", place, f"{first} is a resource, and no parameter")


def _nodes(node: Any, place: Place) -> Iterator[tuple[Place, dict[str, Any]]]:
    if isinstance(node, dict):
        yield place, node
        for key, child in node.items():
            yield from _nodes(child, (*place, str(key)))
    elif isinstance(node, list):
        for index, child in enumerate(node):
            yield from _nodes(child, (*place, index))


def _unmapped(body: Any, mappings: Any) -> str:
    """The key that is not there; empty where it is, or where that is not known."""
    found: Any = mappings if isinstance(mappings, dict) else None
    if not isinstance(body, list) or len(body) != 3 or found is None or "Fn::Transform" in found:
        return ""
    for key in body:
        if not isinstance(key, str):
            options = found.values() if isinstance(found, dict) else ()
            last = body[2]
            every = [one for one in options if isinstance(one, dict)]
            if key is body[1] and isinstance(last, str) and every:
                return (
                    "" if any(last in one for one in every) else f"No key of the mapping has {last}"
                )
            return ""
        if not isinstance(found, dict) or key not in found:
            return f"The mapping has no {key}"
        found = found[key]
    return ""
