"""What changes because it refers to something that changes."""

from __future__ import annotations

from pipeline.paths import KeyPath, dotted, value_at
from pipeline.review.effects import Effect, outcome
from pipeline.review.records import ADDED, PropertyChange, ResourceChange, Templates, updated
from pipeline.review.references import references
from pipeline.review.registry import resource_schema
from pipeline.review.update_behaviours import CHANGING_ATTRIBUTES


def propagate(templates: Templates, changes: dict[str, ResourceChange]) -> None:
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
                changes[name] = updated(
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
    label = dotted(path[1:])
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
