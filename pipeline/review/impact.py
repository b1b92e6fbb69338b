"""The impact of a change: what updating one template to another does, and what caused it."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

from pipeline.paths import KeyPath
from pipeline.review.access import AccessChange, access_changes
from pipeline.review.causes import Causes
from pipeline.review.changes import compare
from pipeline.review.consequences import consequences
from pipeline.review.deployment import plans
from pipeline.review.effects import Effect
from pipeline.review.fleet import read_fleet
from pipeline.review.partial_text import read_partials
from pipeline.review.permissions import additional_actions
from pipeline.review.plan import Plan
from pipeline.review.records import ADDED, REMOVED, Cause, PropertyChange, ResourceChange
from pipeline.review.references import references
from pipeline.review.refusals import refusals
from pipeline.review.update import Note, Update
from pipeline.review.wording import shown
from pipeline.template.assembly import Rendering

HEADINGS = (
    "refused", "replaced", REMOVED, "may be replaced", "rolls the fleet", "some interruption",
    ADDED, "no interruption",
)  # fmt: skip


class Item(NamedTuple):
    """A resource that changes; each of its properties, and itself, with its cause."""

    change: ResourceChange
    cause: Cause
    properties: list[tuple[PropertyChange, Cause]]


class Impact(NamedTuple):
    """What an update does. `open_` are the parameters that are decided at deployment."""

    name: str
    baseline: str
    items: list[Item]
    access: list[tuple[AccessChange, Cause]]
    notes: list[tuple[Note, Cause]]
    refused: list[tuple[Note, Cause]]
    open_: list[str]
    deployment: list[str]
    permissions: list[str]

    @property
    def is_empty(self) -> bool:
        """Whether the update changes nothing at all."""
        return not (self.items or self.access or self.refused or self.deployment)

    def under(self, heading: str) -> list[Item]:
        """Return the resources to which the same thing happens."""
        return [item for item in self.items if item.change.heading == heading]


def impact(rendering: Rendering, before: dict[str, Any], baseline: str, partials: Path) -> Impact:
    """Return the impact of replacing the template `before` (as data) by a rendering."""
    after = rendering.template.data
    changes = compare(before, after, rendering.regions[0])
    update = Update(before, after, changes)
    causes = Causes(rendering, read_partials(partials), before)
    items = _items(changes, causes)
    by_name = {item.change.name: item.cause for item in items}

    def located(notes: list[Note]) -> list[tuple[Note, Cause]]:
        return [
            (each, by_name.get(each.resource) or causes.of(("Outputs", each.resource)))
            for each in notes
        ]

    access = access_changes(before, after)
    return Impact(
        rendering.config.name,
        baseline,
        items,
        [(each, _access_cause(each, items, causes)) for each in access],
        located(consequences(update)),
        located(refusals(update)),
        _open(before, after),
        _deployment(before, after),
        additional_actions(update, rendering.regions[0]),
    )


def _items(changes: list[ResourceChange], causes: Causes) -> list[Item]:
    """Return the changes with their causes; what refers to a change has the cause of that one."""
    by_name = {each.name: each for each in changes}
    known: dict[str, Item] = {}

    def item(change: ResourceChange) -> Item:
        if change.name not in known:
            path: KeyPath = ("Resources", change.name)
            known[change.name] = Item(change, causes.of(path), [])  # ends a circle of references
            pairs = [(each, cause(path, each)) for each in change.properties]
            strongest = max(pairs, key=_weight)[1] if pairs else alone(change)
            known[change.name] = Item(change, strongest, pairs)
        return known[change.name]

    def alone(change: ResourceChange) -> Cause:
        """Return the cause of a resource without properties; another may have taken its place."""
        own = known[change.name].cause
        instead = [each for each in changes if (each.kind, each.type) == (ADDED, change.type)]
        if change.kind == REMOVED and not own.setting and len(instead) == 1:
            return item(instead[0]).cause
        return own

    def cause(path: KeyPath, each: PropertyChange) -> Cause:
        if each.via in by_name:
            return item(by_name[each.via]).cause
        for target in _new_references(each):
            if target in by_name and by_name[target].kind == ADDED:
                return item(by_name[target]).cause
        return causes.of((*path, *each.path), each.before, each.after)

    return [item(change) for change in changes]


def _new_references(change: PropertyChange) -> list[str]:
    """Return the resources that a property refers to from now on."""
    old = {each.target for each in references(change.before)}
    return [each.target for each in references(change.after) if each.target not in old]


def _weight(pair: tuple[PropertyChange, Cause]) -> tuple[Effect, bool, bool]:
    change, cause = pair
    return change.effect, not change.via, bool(cause.setting)


def _access_cause(change: AccessChange, items: list[Item], causes: Causes) -> Cause:
    item = next((each for each in items if each.change.name == change.grant.resource), None)
    if item is None:
        return causes.of(("Resources", change.grant.resource))
    for each, cause in item.properties:
        value = shown(each.after) + shown(each.before)
        if any(word in value for word in change.grant.text.split()[:2] if len(word) > 1):
            return cause
    return item.cause


def _open(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    lines = []
    for name, parameter in after.get("Parameters", {}).items():
        default = parameter.get("Default")
        value = "no default" if default is None else f"default {shown(str(default)) or 'empty'}"
        rolls = str(parameter.get("Type", "")).startswith("AWS::SSM::Parameter::Value")
        old = before.get("Parameters", {}).get(name, parameter).get("Default")
        if old != default:
            value += f", until now {shown(str(old))}: not taken over by a stack that exists"
        more = "; a new value under this parameter arrives with any update" if rolls else ""
        lines.append(f"{name} ({value}{more})")
    return lines


def _deployment(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    """Return how deployments differ from now on, for the capacities that both fleets can have."""
    old, new = read_fleet(before), read_fleet(after)
    if old is None or new is None or old == new:
        return []
    known = {each.capacity: each for each in plans(old)}
    return [
        _both(known.get(each.capacity), each)
        for each in plans(new)
        if known.get(each.capacity) != each
    ]


def _both(old: Plan | None, new: Plan) -> str:
    now = f"{new.lowest} serve at the lowest, {new.highest} run at most ({new.strategy})"
    if old is None:
        return f"at {new.capacity} instances: {now}; not a capacity until now"
    until = f"{old.lowest} and {old.highest} ({old.strategy})"
    return f"at {new.capacity} instances: {now}; until now {until}"


def worst(found: Impact) -> Effect:
    """Return the greatest effect on any resource; removal counts as replacement."""
    effects = [
        Effect.REPLACE if each.change.kind == REMOVED else each.change.effect
        for each in found.items
    ]
    return max(effects, default=Effect.NONE)
