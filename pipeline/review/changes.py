"""What changes between two templates, resource by resource, before anything is said of causes."""

from __future__ import annotations

from typing import Any

from pipeline.paths import KeyPath
from pipeline.review.canonical import canonical, canonical_resource
from pipeline.review.defaults import filled_resources
from pipeline.review.differences import Difference, differences
from pipeline.review.effects import Effect, outcome
from pipeline.review.mappings import looked_up
from pipeline.review.propagation import propagate
from pipeline.review.records import (
    ADDED,
    REMOVED,
    PropertyChange,
    ResourceChange,
    Templates,
    updated,
)
from pipeline.review.references import conditions
from pipeline.review.registry import Schema, resource_schema

_ANSWERS = ("Fn::GetAZs", "Fn::ImportValue")


def compare(before: dict[str, Any], after: dict[str, Any], region: str) -> list[ResourceChange]:
    """Return the resources that change between two templates' data, in the new one's order."""
    before, after = looked_up(before, after, region)
    old, new = before.get("Resources", {}), after.get("Resources", {})
    templates = Templates(
        {name: canonical_resource(each) for name, each in old.items()},
        {name: canonical_resource(each) for name, each in new.items()},
        region,
        _changed_names(before, after),
        (filled_resources(before), filled_resources(after)),
    )
    changes = {name: found for name in new if (found := _resource(templates, name))}
    propagate(templates, changes)
    removed = [
        ResourceChange(name, str(each.get("Type")), REMOVED, Effect.NONE, [])
        for name, each in templates.before.items()
        if name not in new
    ]
    ordered = [changes[name] for name in templates.after if name in changes]
    return [*ordered, *removed]


def _changed_names(before: dict[str, Any], after: dict[str, Any]) -> frozenset[str]:
    """Return the conditions that decide something else now."""
    old, new = (canonical(each.get("Conditions", {})) for each in (before, after))
    return frozenset(name for name in new if name in old and new[name] != old[name])


def _resource(templates: Templates, name: str) -> ResourceChange | None:
    after, before = templates.after[name], templates.before.get(name)
    type_ = str(after.get("Type"))
    if before is None:
        return ResourceChange(name, type_, ADDED, Effect.NONE, [])
    if before.get("Type") != type_:
        reason = "CloudFormation does not change a resource's type: rename the resource"
        change = PropertyChange(
            ("Type",), "Type", before.get("Type"), type_, Effect.REFUSED, reason
        )
        return ResourceChange(name, type_, "", Effect.REFUSED, [change])
    uncertain = not templates.changed_names.isdisjoint(
        [*conditions(after), str(after.get("Condition", ""))]
    )
    if before == after and not uncertain:
        return None
    schema = resource_schema(type_, templates.region)
    found = [_property(each, type_, after, schema) for each in differences(before, after, schema)]
    found = _with_user_data(_hedged(templates, name, found, schema))
    if uncertain:
        found += _conditional(templates, after, schema, type_)
    return updated(name, type_, found) if found else None


def _property(
    difference: Difference, type_: str, resource: dict[str, Any], schema: Schema
) -> PropertyChange:
    path, before, after, label = difference
    effect, reason = outcome(type_, path, schema, resource)
    if effect is Effect.REPLACE and _may_be_equal(before, after):
        effect, reason = Effect.MAY_REPLACE, f"{reason}, if the values differ at deployment"
    return PropertyChange(path, label.removeprefix("Properties."), before, after, effect, reason)


def _may_be_equal(before: Any, after: Any) -> bool:
    """Whether one value is known, and the other is what AWS answers during a deployment."""
    values = [before, after]
    return any(isinstance(each, str) for each in values) and any(map(_is_answer, values))


def _is_answer(value: Any) -> bool:
    if not isinstance(value, dict) or len(value) != 1:
        return False
    [(function, argument)] = value.items()
    is_choice = function == "Fn::Select" and isinstance(argument, list)
    return function in _ANSWERS or (is_choice and any(map(_is_answer, argument)))


def _with_user_data(found: list[PropertyChange]) -> list[PropertyChange]:
    """Return the changes; metadata arrives where the user data, with its digest, changes too."""
    if not any("UserData" in each.path for each in found):
        return found
    reason = "arrives with the new user data"
    return [each._replace(reason=reason) if each.path[0] == "Metadata" else each for each in found]


def _hedged(
    templates: Templates, name: str, found: list[PropertyChange], schema: Schema
) -> list[PropertyChange]:
    """Return the changes, those marked as uncertain that the parameters' defaults would not make.

    CloudFormation compares the values of parameters, which may be others than their defaults.
    """
    old, new = templates.by_default
    if not found or (old[name] == templates.before[name] and new[name] == templates.after[name]):
        return found
    pair = (canonical_resource(old[name]), canonical_resource(new[name]))
    certain = {_named(each.path) for each in differences(*pair, schema)}
    return [each if _named(each.path) in certain else _uncertain(each) for each in found]


def _named(path: KeyPath) -> KeyPath:
    """Return a path up to the first list in it."""
    names = [index for index, key in enumerate(path) if isinstance(key, int)]
    return path[: names[0]] if names else path


def _uncertain(change: PropertyChange) -> PropertyChange:
    effect = Effect.MAY_REPLACE if change.effect is Effect.REPLACE else change.effect
    if change.effect is Effect.ROLL:
        effect = Effect.NONE
    reason = "only where the stack's parameter has another value than its default"
    return change._replace(effect=effect, reason=reason)


def _conditional(
    templates: Templates, resource: dict[str, Any], schema: Schema, type_: str
) -> list[PropertyChange]:
    """Return the properties whose value depends on a condition that changes."""
    found = []
    for name, value in resource.get("Properties", {}).items():
        for condition in sorted(templates.changed_names.intersection(conditions(value))):
            effect, _ = outcome(type_, ("Properties", name), schema, resource)
            effect = Effect.MAY_REPLACE if effect is Effect.REPLACE else effect
            reason = f"condition {condition} changes: decided at deployment"
            found.append(PropertyChange(("Properties", name), name, value, value, effect, reason))
    return found
