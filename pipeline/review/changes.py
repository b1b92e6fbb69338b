"""What changes between two templates, resource by resource, before anything is said of causes."""

from __future__ import annotations

from typing import Any, NamedTuple

from pipeline.paths import KeyPath, value_at
from pipeline.review.canonical import canonical, canonical_resource
from pipeline.review.defaults import filled_resources
from pipeline.review.differences import Difference, differences
from pipeline.review.effects import Effect, outcome
from pipeline.review.references import conditions, references
from pipeline.review.registry import Schema, resource_schema
from pipeline.review.update_behaviours import CHANGING_ATTRIBUTES

ADDED, REMOVED = "added", "removed"


class PropertyChange(NamedTuple):
    """A leaf of a resource that changes: `label` is its path as people write it.

    `before` and `after` are canonical, MISSING where there is no value, and equal where only what
    the value refers to changes, which is then the resource `via`.
    """

    path: KeyPath
    label: str
    before: Any
    after: Any
    effect: Effect
    reason: str
    via: str = ""


class ResourceChange(NamedTuple):
    """A resource that is added, removed or updated; `effect` is the greatest of its properties."""

    name: str
    type: str
    kind: str
    effect: Effect
    properties: list[PropertyChange]

    @property
    def heading(self) -> str:
        """What happens to the resource, in words."""
        return self.kind or self.effect.words


class Templates(NamedTuple):
    """Two templates as canonical resources, and what of them is compared by name."""

    before: dict[str, Any]
    after: dict[str, Any]
    region: str
    changed_names: frozenset[str]  # conditions that decide something else now
    by_default: tuple[dict[str, Any], dict[str, Any]]  # both, with the parameters' defaults


def compare(before: dict[str, Any], after: dict[str, Any], region: str) -> list[ResourceChange]:
    """Return the resources that change between two templates' data, in the new one's order."""
    old, new = before.get("Resources", {}), after.get("Resources", {})
    templates = Templates(
        {name: canonical_resource(each) for name, each in old.items()},
        {name: canonical_resource(each) for name, each in new.items()},
        region,
        _changed_names(before, after),
        (filled_resources(before), filled_resources(after)),
    )
    changes = {name: found for name in new if (found := _resource(templates, name))}
    _propagate(templates, changes)
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
    found = _hedged(templates, name, found, schema)
    if uncertain:
        found += _conditional(templates, after, schema, type_)
    return _updated(name, type_, found) if found else None


def _property(
    difference: Difference, type_: str, resource: dict[str, Any], schema: Schema
) -> PropertyChange:
    path, before, after, label = difference
    effect, reason = outcome(type_, path, schema, resource)
    return PropertyChange(path, label.removeprefix("Properties."), before, after, effect, reason)


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


def _updated(name: str, type_: str, properties: list[PropertyChange]) -> ResourceChange:
    effect = max(each.effect for each in properties)
    return ResourceChange(name, type_, "", effect, properties)


def _propagate(templates: Templates, changes: dict[str, ResourceChange]) -> None:
    """Add what changes because it refers to something that changes, until nothing is left."""
    todo = list(changes)
    links = _links(templates)
    while todo:
        cause = changes[todo.pop()]
        for name, path, attribute in links.get(cause.name, ()):
            change = _referring(templates, cause, name, path, attribute)
            if change and _adds(changes.get(name), change):
                known = changes[name].properties if name in changes else []
                properties = [
                    each for each in known if each.path != path or each.before != each.after
                ]
                changes[name] = _updated(
                    name, str(templates.after[name]["Type"]), [*properties, change]
                )
                todo.append(name)


def _adds(known: ResourceChange | None, change: PropertyChange) -> bool:
    if known is None:
        return True
    if known.kind == ADDED:
        return False
    same = [each for each in known.properties if each.path[: len(change.path)] == change.path]
    return not same or max(each.effect for each in same) < change.effect


def _links(templates: Templates) -> dict[str, list[tuple[str, KeyPath, str]]]:
    links: dict[str, list[tuple[str, KeyPath, str]]] = {}
    for name, resource in templates.after.items():
        properties = resource.get("Properties", {})
        for path, target, attribute in references(properties, ("Properties",)):
            if target in templates.after:
                links.setdefault(target, []).append((name, path, attribute))
    return links


def _referring(
    templates: Templates, cause: ResourceChange, name: str, path: KeyPath, attribute: str
) -> PropertyChange | None:
    """Return what a reference changes in its resource, None where the value stays the same."""
    resource = templates.after[name]
    type_ = str(resource["Type"])
    why = _changes_reference(cause, attribute)
    if not why:
        return None
    effect, reason = outcome(type_, path, resource_schema(type_, templates.region), resource)
    if cause.effect is Effect.MAY_REPLACE and effect is Effect.REPLACE:
        effect = Effect.MAY_REPLACE
    value = value_at(resource, path)
    label = ".".join(map(str, path[1:]))
    reasons = why if not reason else f"{why}; {reason}"
    return PropertyChange(path, label, value, value, effect, reasons, cause.name)


def _changes_reference(cause: ResourceChange, attribute: str) -> str:
    if cause.effect is Effect.REPLACE:
        return f"refers to {cause.name}, which is replaced"
    if cause.effect is Effect.MAY_REPLACE:
        return f"refers to {cause.name}, which may be replaced"
    needed = CHANGING_ATTRIBUTES.get(cause.type, {}).get(attribute)
    if needed and any(each.path[1:2] == (needed,) for each in cause.properties):
        return f"a new {attribute} of {cause.name}"
    return ""
