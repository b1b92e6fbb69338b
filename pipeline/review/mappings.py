"""Two templates with what they look up in their mappings in its place, as CloudFormation compares.

Each Region has a stack of its own, so there is a value for each. The pair is that of one Region: of
those that both templates have, the one where most resources differ; where only one template has a
mapping, the other was, or will be, that of the Region where the fewest do.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

Data = dict[str, Any]
_REGION = {"Ref": "AWS::Region"}


def looked_up(before: Data, after: Data, region: str) -> tuple[Data, Data]:
    """Return both templates' data with the values of their mappings, as they are without any."""
    if not (before.get("Mappings") or after.get("Mappings")):
        return before, after
    old, new = (dict.fromkeys(_regions(each)) for each in (before, after))
    regions = [each for each in old if each in new] or [*old, *new] or [region]
    regions.sort(key=lambda each: each != region)
    pairs = [(_filled(before, each), _filled(after, each)) for each in regions]
    return max(pairs, key=_differing) if old and new else min(pairs, key=_differing)


def _differing(pair: tuple[Data, Data]) -> int:
    old, new = (each.get("Resources", {}) for each in pair)
    return sum(old.get(name) != resource for name, resource in new.items())


def _regions(data: Data) -> Iterator[str]:
    """Yield the Regions of the mappings that are looked up by Region."""
    mappings = data.get("Mappings", {})
    for name in _looked_up_by_region(data.get("Resources", {})):
        yield from mappings.get(name, {})


def _looked_up_by_region(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        argument = value.get("Fn::FindInMap")
        if isinstance(argument, list) and argument[1:2] == [_REGION]:
            yield str(argument[0])
        for item in value.values():
            yield from _looked_up_by_region(item)
    elif isinstance(value, list):
        for item in value:
            yield from _looked_up_by_region(item)


def _filled(data: Data, region: str) -> Data:
    return {**data, "Resources": _fill(data.get("Resources", {}), data.get("Mappings", {}), region)}


def _fill(value: Any, mappings: Data, region: str) -> Any:
    """Return template data with the values that its lookups have in a Region, where known."""
    if isinstance(value, list):
        return [_fill(item, mappings, region) for item in value]
    if not isinstance(value, dict):
        return value
    if isinstance(value.get("Fn::FindInMap"), list):
        keys = [region if each == _REGION else each for each in value["Fn::FindInMap"]]
        return _find(keys, mappings, value)
    return {key: _fill(item, mappings, region) for key, item in value.items()}


def _find(keys: list[Any], mappings: Data, otherwise: Any) -> Any:
    found: Any = mappings
    for key in keys:
        if not isinstance(found, dict) or not isinstance(key, str) or key not in found:
            return otherwise
        found = found[key]
    return found
